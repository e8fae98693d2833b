#include "ui/models/StemText.h"

#include "ui/theme/Theme.h"

#include <QCoreApplication>
#include <QStringList>

namespace nde::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(nde::ui::StemText)
};

} // namespace

QString stemText(const QString& name)
{
    if (name == u"instrumental") {
        return Words::tr("Instrumental");
    }
    if (name.startsWith(QStringLiteral("no-"))) {
        return Words::tr("No %1", "everything but this stem").arg(stemText(name.mid(3)));
    }
    if (name.contains(u'+')) {
        QStringList parts = name.split(u'+', Qt::SkipEmptyParts);
        for (QString& part : parts) {
            part = stemText(part);
        }
        return parts.join(QStringLiteral(" + "));
    }
    if (name == u"vocals") {
        return Words::tr("Vocals");
    }
    if (name == u"guitar") {
        return Words::tr("Guitar");
    }
    if (name == u"piano") {
        return Words::tr("Piano");
    }
    if (name == u"residual") {
        return Words::tr("Rest");
    }
    const Category category = stemCategory(name);
    return category == Category::Other && name != u"other" ? name : categoryText(category);
}

Category stemCategory(const QString& name)
{
    if (name == u"drums") {
        return Category::Drums;
    }
    if (name == u"bass") {
        return Category::Bass;
    }
    if (name == u"vocals") {
        return Category::Vocal;
    }
    if (name == u"guitar") {
        return Category::Guitar;
    }
    if (name == u"piano") {
        return Category::Keys;
    }
    return name == u"residual" ? Category::Residual : Category::Other;
}

QString profileText(const QString& id)
{
    if (id == u"draft") {
        return Words::tr("Draft");
    }
    if (id == u"fast") {
        return Words::tr("Fast");
    }
    if (id == u"balanced") {
        return Words::tr("Balanced");
    }
    if (id == u"best") {
        return Words::tr("Best");
    }
    return id == u"6s" ? Words::tr("6 stems") : id;
}

} // namespace nde::ui
