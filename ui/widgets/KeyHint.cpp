#include "ui/widgets/KeyHint.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QPainter>
#include <QtMath>

namespace nde::ui {

KeyHint::KeyHint(const QString& keys, QWidget* parent)
    : QWidget(parent)
    , m_keys(keys)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void KeyHint::setKeys(const QString& keys)
{
    m_keys = keys;
    updateGeometry();
    update();
}

QSize KeyHint::sizeHint() const
{
    return {qCeil(keyCapSize(m_keys).width()), dp(18)};
}

void KeyHint::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintKeyCap(painter, {0.0, height() / 2.0}, m_keys, Theme::current().text3,
                Theme::current().line2);
}

} // namespace nde::ui
