#pragma once

#include "core/base/Stem.h"
#include "ui/StudioContext.h"

#include <QWidget>

class QLineEdit;
class QMenu;

namespace nde::ui {

class ElidedLabel;
class IconButton;
class NamePlate;
class RatingStars;

/// Name, category, favourite and rating of the current sound; all of them can be changed here.
class InspectorHead final : public QWidget
{
    Q_OBJECT
public:
    explicit InspectorHead(const StudioContext& context, QWidget* parent = nullptr);

    void setStem(const Stem& stem);
    [[nodiscard]] QString name() const;
    void retranslate();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildLayout();
    void connectAll();
    void beginRename();
    void endRename();
    void chooseCategory();

    StudioContext m_context;
    StemId m_id {};
    Category m_category {Category::Unclear};
    ElidedLabel* m_name;
    QLineEdit* m_nameEdit;
    IconButton* m_rename;
    NamePlate* m_plate;
    QMenu* m_categories;
    IconButton* m_favorite;
    RatingStars* m_stars;
};

} // namespace nde::ui
