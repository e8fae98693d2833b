// Answers queries about a studio for eval_search.py: one line of stdin, one line of JSON.
//   rank_search STUDIO [--names SHARE]  "TEXT", or "FILE<tab>TEXT" for what sounds like FILE
//   rank_search STUDIO --axes           what is known of every sound instead
#include "core/db/StemRepository.h"
#include "core/services/Files.h"
#include "core/services/SearchEngine.h"
#include "core/services/Studio.h"

#include <QCoreApplication>
#include <QHash>
#include <QJsonArray>
#include <QJsonObject>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>

using namespace nde;

namespace {

template<typename T>
T orExit(Result<T> result)
{
    if (!result) {
        std::fprintf(stderr, "%s\n", result.error().message.c_str());
        std::exit(1);
    }
    return std::move(*result);
}

void print(const QJsonObject& object)
{
    std::printf("%s\n", services::compactJson(object).constData());
}

void printAxes(const services::SearchEngine& engine, const std::vector<Stem>& stems)
{
    for (const Stem& stem : stems) {
        QJsonObject axes;
        QJsonArray similar;
        if (const auto features = engine.featuresOf(stem.id)) {
            for (std::size_t i = 0; i < search::kAxisCount; ++i) {
                const auto id = search::axisId(static_cast<search::Axis>(i));
                if (!std::isnan(features->axes[i])) {
                    axes.insert(services::toQt(id), static_cast<double>(features->axes[i]));
                }
            }
            for (const float value : features->similar) {
                similar.append(static_cast<double>(value));
            }
        }
        print({{QStringLiteral("path"), services::toQt(stem.path)},
               {QStringLiteral("category"), services::toQt(categoryId(stem.category))},
               {QStringLiteral("axes"), axes},
               {QStringLiteral("similar"), similar}});
    }
}

void answer(const services::SearchEngine& engine, const QHash<qint64, QString>& paths,
            const std::string& line, float nameShare)
{
    services::SearchRequest request;
    const auto tab = line.find('\t');
    request.text = tab == std::string::npos ? line : line.substr(tab + 1);
    request.limit = 1'000'000;
    request.leastScore = 0.0F;
    request.nameShare = nameShare;
    request.wantsReasons = false;
    TaskContext task;
    if (tab != std::string::npos) {
        request.like
            = orExit(services::likeFile(engine, services::toQt(line.substr(0, tab)), task));
    }
    const auto found = orExit(engine.search(request));
    QJsonArray hits;
    for (const auto& hit : found.hits) {
        hits.append(QJsonArray {paths.value(hit.id), static_cast<double>(hit.score)});
    }
    QJsonArray unknown;
    for (const auto& word : found.notUnderstood) {
        unknown.append(services::toQt(word));
    }
    QJsonArray terms;
    for (const auto& term : found.query.terms) {
        terms.append(services::toQt(term.meaning->id));
    }
    print({{QStringLiteral("query"), services::toQt(line)},
           {QStringLiteral("terms"), terms},
           {QStringLiteral("not_understood"), unknown},
           {QStringLiteral("hits"), hits}});
    std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList words = QCoreApplication::arguments();
    if (words.size() < 2) {
        std::fprintf(stderr, "usage: rank_search STUDIO [--names SHARE | --axes]\n");
        return 2;
    }
    const auto studio = orExit(services::Studio::open(words[1]));
    services::SearchEngine engine(studio->database());
    TaskContext task;
    orExit(engine.refresh(task));
    const auto stems = orExit(db::StemRepository(studio->database()).all());
    if (words.contains(QStringLiteral("--axes"))) {
        printAxes(engine, stems);
        return 0;
    }
    const auto names = words.indexOf(QStringLiteral("--names"));
    const float nameShare = names > 0 ? words.value(names + 1).toFloat() : 0.3F;
    QHash<qint64, QString> paths;
    for (const Stem& stem : stems) {
        paths.insert(stem.id, services::toQt(stem.path));
    }
    for (std::string line; std::getline(std::cin, line);) {
        answer(engine, paths, line, nameShare);
    }
    return 0;
}
