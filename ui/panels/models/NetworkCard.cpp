#include "ui/panels/models/NetworkCard.h"

#include "core/services/Settings.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/ElidedLabel.h"

#include <QCheckBox>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QUrl>

namespace nde::ui {

bool isUsableMirror(const QString& text)
{
    const QUrl url(text.trimmed(), QUrl::StrictMode);
    return url.isValid() && !url.host().isEmpty()
        && (url.scheme() == u"http" || url.scheme() == u"https");
}

bool isUsableProxy(const QString& text)
{
    const QUrl url(text.trimmed(), QUrl::StrictMode);
    return url.isValid() && !url.host().isEmpty() && url.port() > 0
        && (url.scheme() == u"http" || url.scheme() == u"socks5");
}

NetworkCard::NetworkCard(services::Settings& settings, QWidget* parent)
    : QWidget(parent)
    , m_settings(settings)
    , m_title(new QLabel(this))
    , m_airplane(new QCheckBox(this))
    , m_mirrorLabel(new QLabel(this))
    , m_mirror(new QLineEdit(this))
    , m_proxyLabel(new QLabel(this))
    , m_proxy(new QLineEdit(this))
    , m_note(new ElidedLabel({}, TextStyle::Caption, this))
{
    m_airplane->setObjectName(QStringLiteral("set_airplane"));
    m_mirror->setObjectName(QStringLiteral("mod_mirror"));
    m_proxy->setObjectName(QStringLiteral("mod_proxy"));
    m_note->setObjectName(QStringLiteral("mod_network_note"));
    m_note->setTone(ElidedLabel::Tone::Muted);
    for (QLabel* label : {m_mirrorLabel, m_proxyLabel}) {
        label->setProperty("secondary", true);
    }
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(dp(12), dp(10), dp(12), dp(10));
    grid->setHorizontalSpacing(dp(8));
    grid->setVerticalSpacing(dp(6));
    grid->addWidget(m_title, 0, 0);
    grid->addWidget(m_airplane, 0, 1);
    grid->addWidget(m_note, 0, 2, 1, 2);
    grid->addWidget(m_mirrorLabel, 1, 0);
    grid->addWidget(m_mirror, 1, 1);
    grid->addWidget(m_proxyLabel, 1, 2);
    grid->addWidget(m_proxy, 1, 3);
    grid->setColumnStretch(1, 3);
    grid->setColumnStretch(3, 2);
    connect(m_airplane, &QCheckBox::toggled, &m_settings, &services::Settings::setAirplane);
    connect(m_mirror, &QLineEdit::editingFinished, this, &NetworkCard::checkMirror);
    connect(m_proxy, &QLineEdit::editingFinished, this, &NetworkCard::checkProxy);
    connect(&m_settings, &services::Settings::networkChanged, this, &NetworkCard::showSettings);
    retranslate();
}

void NetworkCard::showSettings()
{
    const QSignalBlocker quiet(m_airplane);
    m_airplane->setChecked(m_settings.isAirplane());
    m_mirror->setText(m_settings.mirror());
    m_proxy->setText(m_settings.proxy());
    m_mirror->setEnabled(!m_settings.isAirplane());
    m_proxy->setEnabled(!m_settings.isAirplane());
    m_note->setFullText(m_settings.isAirplane()
                            ? tr("Nothing is fetched. Models come in from files.")
                            : tr("Nothing is fetched unless you ask for it."));
}

void NetworkCard::checkMirror()
{
    const QString text = m_mirror->text().trimmed();
    if (text.isEmpty() || isUsableMirror(text)) {
        m_settings.setMirror(text);
        showSettings();
    } else {
        m_note->setFullText(tr("A mirror is an address such as https://example.org/models"));
    }
}

void NetworkCard::checkProxy()
{
    const QString text = m_proxy->text().trimmed();
    if (text.isEmpty() || isUsableProxy(text)) {
        m_settings.setProxy(text);
        showSettings();
    } else {
        m_note->setFullText(
            tr("A proxy is an address such as http://host:3128 or socks5://host:1080"));
    }
}

void NetworkCard::retranslate()
{
    setAccessibleName(tr("Network"));
    m_title->setFont(nde::ui::font(TextStyle::Strong, QFont::DemiBold));
    m_title->setText(tr("Network"));
    m_airplane->setText(tr("Airplane: no network at all"));
    m_airplane->setAccessibleName(m_airplane->text());
    m_mirrorLabel->setText(tr("Mirror"));
    m_mirror->setAccessibleName(tr("Mirror"));
    m_mirror->setPlaceholderText(tr("the official server"));
    m_proxyLabel->setText(tr("Proxy"));
    m_proxy->setAccessibleName(tr("Proxy"));
    m_proxy->setPlaceholderText(tr("as the system"));
    showSettings();
}

void NetworkCard::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void NetworkCard::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    paintBox(painter, rect(), dpF(8), Theme::current().panel, Theme::current().line);
}

} // namespace nde::ui
