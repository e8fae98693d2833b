#include "ui/panels/settings/ApiSection.h"

#include "core/services/Settings.h"
#include "ui/models/LocalApi.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/ElidedLabel.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QDesktopServices>
#include <QEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QRandomGenerator>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QUrl>

#include <array>

namespace nde::ui {

namespace {

QHBoxLayout* rowIn(QWidget* parent)
{
    auto* row = new QHBoxLayout(parent);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(dp(8));
    return row;
}

Button* button(const char* name, QWidget* parent)
{
    auto* made = new Button(QString(), Button::Kind::Secondary, parent);
    made->setObjectName(QLatin1String(name));
    return made;
}

} // namespace

QString makeToken()
{
    std::array<quint32, 4> words {};
    QRandomGenerator::system()->fillRange(words.data(), std::ssize(words));
    QString token;
    for (const quint32 word : words) {
        token += QStringLiteral("%1").arg(word, 8, 16, QLatin1Char('0'));
    }
    return token;
}

ApiSection::ApiSection(services::Settings& settings, LocalApi& api, QWidget* parent)
    : QObject(parent)
    , m_settings(settings)
    , m_api(api)
    , m_on(new QCheckBox(parent))
    , m_port(new QSpinBox(parent))
    , m_tokenRow(new QWidget(parent))
    , m_addressRow(new QWidget(parent))
{
    m_on->setObjectName(QStringLiteral("set_api_enabled"));
    connect(m_on, &QCheckBox::toggled, &m_settings, &services::Settings::setApiOn);
    m_port->setObjectName(QStringLiteral("set_api_port"));
    m_port->setRange(1024, 65535);
    m_port->setKeyboardTracking(false); // a server for each digit would be one too many
    m_port->setGroupSeparatorShown(false);
    m_port->setMinimumWidth(dp(120));
    m_port->setFocusPolicy(Qt::StrongFocus);
    m_port->installEventFilter(this);
    connect(m_port, &QSpinBox::valueChanged, &m_settings, &services::Settings::setApiPort);
    connect(m_port, &QSpinBox::editingFinished, this, &ApiSection::refresh);
    buildToken(m_tokenRow);
    buildAddress(m_addressRow);
    connect(&m_settings, &services::Settings::apiChanged, this, &ApiSection::refresh);
    connect(&m_api, &LocalApi::changed, this, &ApiSection::refresh);
}

QWidget* ApiSection::onBox() const
{
    return m_on;
}

QWidget* ApiSection::portBox() const
{
    return m_port;
}

void ApiSection::buildToken(QWidget* parent)
{
    auto* row = rowIn(parent);
    m_wantsToken = new QCheckBox(parent);
    m_wantsToken->setObjectName(QStringLiteral("set_api_wants_token"));
    m_token = new QLineEdit(parent);
    m_token->setObjectName(QStringLiteral("set_api_token"));
    m_token->setMinimumWidth(dp(150));
    m_token->setMaxLength(256);
    m_newToken = button("set_api_new_token", parent);
    m_copyToken = button("set_api_copy_token", parent);
    row->addWidget(m_wantsToken);
    row->addWidget(m_token, 1);
    row->addWidget(m_newToken);
    row->addWidget(m_copyToken);
    connect(m_wantsToken, &QCheckBox::toggled, this,
            [this](bool on) { on ? newToken() : m_settings.setApiToken({}); });
    connect(m_token, &QLineEdit::editingFinished, this, [this] {
        // An emptied field would let everybody in without anybody having said so.
        const QString typed = m_token->text();
        m_token->setModified(false);
        if (!typed.trimmed().isEmpty()) {
            m_settings.setApiToken(typed);
        }
        refresh();
    });
    connect(m_newToken, &QAbstractButton::clicked, this, &ApiSection::newToken);
    connect(m_copyToken, &QAbstractButton::clicked, this,
            [this] { QApplication::clipboard()->setText(m_settings.apiToken()); });
}

void ApiSection::buildAddress(QWidget* parent)
{
    auto* row = rowIn(parent);
    m_address = new ElidedLabel({}, TextStyle::Body, parent);
    m_address->setObjectName(QStringLiteral("set_api_address"));
    m_address->setTone(ElidedLabel::Tone::Secondary);
    m_address->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_address->setMinimumWidth(dp(220));
    m_copyAddress = button("set_api_copy_address", parent);
    m_docs = button("set_api_docs", parent);
    row->addWidget(m_address, 1);
    row->addWidget(m_copyAddress);
    row->addWidget(m_docs);
    connect(m_copyAddress, &QAbstractButton::clicked, this,
            [this] { QApplication::clipboard()->setText(m_api.status().url); });
    connect(m_docs, &QAbstractButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl(m_api.docsUrl())); });
}

// The wheel scrolls the page; a port it passes over would move the server.
bool ApiSection::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_port && event->type() == QEvent::Wheel && !m_port->hasFocus()) {
        event->ignore();
        return true;
    }
    return QObject::eventFilter(watched, event);
}

void ApiSection::newToken()
{
    m_token->setModified(false);
    m_settings.setApiToken(makeToken());
}

QString ApiSection::stateText() const
{
    const LocalApi::Status& status = m_api.status();
    switch (status.state) {
    case LocalApi::State::Off:
        return tr("Off");
    case LocalApi::State::Starting:
        return tr("Starting…");
    case LocalApi::State::On:
        return status.port == status.wantedPort
            ? status.url
            : tr("%1 (port %2 is taken)").arg(status.url).arg(status.wantedPort);
    case LocalApi::State::Failed:
        break;
    }
    const QString text
        = tr("Could not start: no port from %1 on is free, or the studio cannot be written.")
              .arg(status.wantedPort);
    return status.problem.isEmpty() ? text : text + QLatin1Char(' ') + status.problem;
}

void ApiSection::refresh()
{
    const QSignalBlocker quietOn(m_on);
    const QSignalBlocker quietPort(m_port);
    const QSignalBlocker quietWants(m_wantsToken);
    m_on->setChecked(m_settings.isApiOn());
    if (!m_port->hasFocus()) { // else it is being typed
        m_port->setValue(m_settings.apiPort());
    }
    const QString token = m_settings.apiToken();
    m_wantsToken->setChecked(!token.isEmpty());
    if (!m_token->isModified() && m_token->text() != token) {
        m_token->setText(token);
        m_token->setCursorPosition(0);
    }
    for (QWidget* part : {static_cast<QWidget*>(m_token), static_cast<QWidget*>(m_newToken),
                          static_cast<QWidget*>(m_copyToken)}) {
        part->setVisible(!token.isEmpty());
    }
    m_address->setFullText(stateText());
    m_copyAddress->setVisible(m_api.isOn());
    m_docs->setVisible(m_api.isOn());
}

void ApiSection::retranslate()
{
    m_wantsToken->setAccessibleName(tr("Ask for a token"));
    m_token->setAccessibleName(tr("Token"));
    m_newToken->setText(tr("New"));
    m_newToken->setAccessibleName(tr("New token"));
    m_copyToken->setText(tr("Copy"));
    m_copyToken->setAccessibleName(tr("Copy the token"));
    m_copyAddress->setText(tr("Copy"));
    m_copyAddress->setAccessibleName(tr("Copy the address"));
    m_docs->setText(tr("Documentation"));
    m_docs->setAccessibleName(tr("Open the documentation of the API"));
    refresh();
}

} // namespace nde::ui
