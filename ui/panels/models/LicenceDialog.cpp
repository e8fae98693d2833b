#include "ui/panels/models/LicenceDialog.h"

#include "core/services/Settings.h"
#include "ui/models/ModelText.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/InlineNote.h"

#include <QCoreApplication>
#include <QDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace nde::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(nde::ui::LicenceDialog)
};

// Another licence in a later catalogue is asked for again.
QString keyOf(const services::CatalogueModel& model)
{
    return QStringLiteral("licence_") + model.id;
}

QLabel* paragraph(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::RichText);
    label->setOpenExternalLinks(true);
    label->setTextInteractionFlags(Qt::TextBrowserInteraction);
    label->setFont(nde::ui::font(TextStyle::Body));
    return label;
}

} // namespace

bool isLicenceAccepted(const services::Settings& settings, const services::CatalogueModel& model)
{
    return settings.windowState(keyOf(model)) == model.licence.toUtf8();
}

void askForLicence(QWidget* parent, services::Settings& settings,
                   const services::CatalogueModel& model, bool isDownload,
                   const std::function<void()>& then)
{
    if (isLicenceAccepted(settings, model)) {
        then();
        return;
    }
    if (parent->window()->findChild<QDialog*>(QStringLiteral("mod_licence")) != nullptr) {
        return; // it stands there already
    }
    auto* dialog = new QDialog(parent->window());
    dialog->setObjectName(QStringLiteral("mod_licence"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(Words::tr("Terms of the model"));
    dialog->setAccessibleName(dialog->windowTitle());
    auto* layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(dp(20), dp(16), dp(20), dp(16));
    layout->setSpacing(dp(10));
    auto* title = new QLabel(modelTitle(model), dialog);
    title->setFont(nde::ui::font(TextStyle::Title, QFont::DemiBold));
    layout->addWidget(title);
    layout->addWidget(paragraph(modelPurpose(model).toHtmlEscaped(), dialog));
    auto* terms = paragraph(licenceText(model), dialog);
    terms->setObjectName(QStringLiteral("mod_licence_text"));
    terms->setAccessibleName(Words::tr("Terms"));
    layout->addWidget(terms);
    if (model.isNonCommercial) {
        layout->addWidget(new InlineNote(InlineNote::Kind::Warning,
                                         Words::tr("Not for commercial use."), dialog));
    }
    if (isDownload) {
        layout->addWidget(
            paragraph(Words::tr("%1 will be fetched from %2. Every file is checked by its hash.")
                          .arg(sizeText(model.bytes()), sourceHost(model)),
                      dialog));
    }
    auto* buttons = new QHBoxLayout;
    auto* cancel = new Button(Words::tr("Cancel"), Button::Kind::Secondary, dialog);
    auto* accept
        = new Button(isDownload ? Words::tr("Accept and download") : Words::tr("Accept and use"),
                     Button::Kind::Primary, dialog);
    cancel->setObjectName(QStringLiteral("mod_licence_cancel"));
    accept->setObjectName(QStringLiteral("mod_licence_accept"));
    cancel->setAccessibleName(cancel->text());
    accept->setAccessibleName(accept->text());
    accept->setDefault(true);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(accept);
    layout->addSpacing(dp(4));
    layout->addLayout(buttons);
    QObject::connect(cancel, &QPushButton::clicked, dialog, &QDialog::reject);
    QObject::connect(accept, &QPushButton::clicked, dialog, &QDialog::accept);
    QObject::connect(dialog, &QDialog::accepted, parent, [&settings, model, then] {
        settings.setWindowState(keyOf(model), model.licence.toUtf8());
        then();
    });
    dialog->setMinimumWidth(dp(460));
    dialog->open();
}

} // namespace nde::ui
