#include "ui/panels/inspector/InspectorHead.h"

#include "core/services/LibraryService.h"
#include "ui/panels/inspector/InspectorParts.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/IconButton.h"
#include "ui/widgets/RatingStars.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QVBoxLayout>

namespace nde::ui {

InspectorHead::InspectorHead(const StudioContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_name(new ElidedLabel({}, TextStyle::Title, this))
    , m_nameEdit(new QLineEdit(this))
    , m_rename(new IconButton(QStringLiteral("edit"), QString(), this))
    , m_plate(new NamePlate(this))
    , m_categories(new QMenu(this))
    , m_favorite(new IconButton(QStringLiteral("heart"), QString(), this))
    , m_stars(new RatingStars(this))
{
    m_nameEdit->setObjectName(QStringLiteral("insp_name"));
    m_rename->setObjectName(QStringLiteral("insp_rename"));
    m_plate->setObjectName(QStringLiteral("insp_plate"));
    m_categories->setObjectName(QStringLiteral("insp_categories"));
    m_favorite->setObjectName(QStringLiteral("insp_favorite"));
    m_stars->setObjectName(QStringLiteral("insp_rating"));
    for (IconButton* button : {m_rename, m_favorite}) {
        button->setSide(24);
        button->setIconSide(14);
    }
    m_favorite->setCheckable(true);
    m_nameEdit->hide();
    buildLayout();
    connectAll();
    retranslate();
}

void InspectorHead::buildLayout()
{
    auto* nameRow = new QHBoxLayout;
    nameRow->setSpacing(dp(4));
    nameRow->addWidget(m_name, 1);
    nameRow->addWidget(m_nameEdit, 1);
    nameRow->addWidget(m_rename);
    auto* badges = new QHBoxLayout;
    badges->setSpacing(dp(4));
    badges->addWidget(m_plate, 1);
    badges->addWidget(m_favorite);
    badges->addWidget(m_stars);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(dp(2));
    layout->addLayout(nameRow);
    layout->addLayout(badges);
}

void InspectorHead::connectAll()
{
    connect(m_rename, &QAbstractButton::clicked, this, &InspectorHead::beginRename);
    connect(m_nameEdit, &QLineEdit::editingFinished, this, &InspectorHead::endRename);
    m_nameEdit->installEventFilter(this);
    connect(m_plate, &QAbstractButton::clicked, this, &InspectorHead::chooseCategory);
    connect(m_favorite, &QAbstractButton::clicked, this,
            [this](bool on) { m_context.library->setFavorite({m_id}, on); });
    connect(m_stars, &RatingStars::rated, this,
            [this](int rating) { m_context.library->setRating({m_id}, rating); });
}

void InspectorHead::beginRename()
{
    m_name->hide();
    m_nameEdit->setText(m_name->fullText());
    m_nameEdit->show();
    m_nameEdit->setFocus();
    m_nameEdit->selectAll();
}

void InspectorHead::endRename()
{
    if (m_nameEdit->isHidden()) {
        return;
    }
    m_nameEdit->hide();
    m_name->show();
    const QString name = m_nameEdit->text().trimmed();
    if (m_id != 0 && !name.isEmpty() && name != m_name->fullText()) {
        m_name->setFullText(name);
        m_context.library->rename(m_id, name);
    }
}

bool InspectorHead::eventFilter(QObject* watched, QEvent* event)
{
    const bool isKey
        = event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress;
    if (watched == m_nameEdit && isKey && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        if (event->type() == QEvent::ShortcutOverride) {
            event->accept(); // Escape ends the editing before it stops the sound
        } else {
            m_nameEdit->hide();
            m_name->show();
        }
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void InspectorHead::chooseCategory()
{
    m_categories->clear();
    for (int i = 0; i < kCategoryCount; ++i) {
        const auto category = static_cast<Category>(i);
        if (category == Category::Unclear) {
            continue; // nobody corrects a sound to "I do not know"
        }
        QAction* action = m_categories->addAction(
            QIcon(categoryPixmap(category, dp(12), devicePixelRatioF())), categoryText(category));
        connect(action, &QAction::triggered, this,
                [this, category] { m_context.library->setCategory({m_id}, category); });
        if (category == m_category) {
            m_categories->setActiveAction(action);
        }
    }
    m_categories->popup(m_plate->mapToGlobal(QPoint(0, m_plate->height())));
}

void InspectorHead::setStem(const Stem& stem)
{
    if (stem.id != m_id) {
        m_nameEdit->hide();
        m_name->show();
    }
    m_id = stem.id;
    m_category = stem.category;
    if (m_nameEdit->isHidden()) {
        m_name->setFullText(QString::fromStdString(stem.name));
    }
    m_plate->setStem(stem);
    m_favorite->setChecked(stem.isFavorite);
    m_favorite->setIconName(stem.isFavorite ? QStringLiteral("heart-filled")
                                            : QStringLiteral("heart"));
    m_stars->setRating(stem.rating);
}

QString InspectorHead::name() const
{
    return m_name->fullText();
}

void InspectorHead::retranslate()
{
    m_rename->setName(tr("Rename"));
    m_nameEdit->setAccessibleName(tr("Name"));
    m_favorite->setName(tr("Favourite"), QStringLiteral("F"));
    m_stars->setAccessibleName(tr("Rating"));
    m_stars->setToolTip(tr("Rating (1–5, 0 clears)"));
}

} // namespace nde::ui
