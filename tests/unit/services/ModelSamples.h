#pragma once

#include "core/services/Files.h"
#include "core/services/ModelCatalogue.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

/// Models of a few kilobytes with bytes and hashes known in advance.
namespace nde::services::test {

/// Bytes that repeat nowhere, the same for the same seed.
inline QByteArray noise(qsizetype size, quint32 seed)
{
    QByteArray bytes(size, Qt::Uninitialized);
    quint32 state = seed;
    for (auto& byte : bytes) {
        state = state * 1664525U + 1013904223U;
        byte = static_cast<char>(state >> 24U);
    }
    return bytes;
}

inline QString sha256(const QByteArray& bytes)
{
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

/// "<signature>-<8 digits>.th", as official files are called.
inline QString officialName(const QString& signature, const QByteArray& content)
{
    return QStringLiteral("%1-%2.th").arg(signature, sha256(content).left(8));
}

inline QJsonObject fileEntry(const QString& signature, const QByteArray& content)
{
    const QString name = officialName(signature, content);
    return {{QStringLiteral("name"), name},
            {QStringLiteral("path"), QString(QStringLiteral("nets/") + name)},
            {QStringLiteral("bytes"), content.size()},
            {QStringLiteral("sha256"), sha256(content)}};
}

inline QJsonObject modelEntry(const QString& id, const QJsonArray& files)
{
    return {
        {QStringLiteral("id"), id},
        {QStringLiteral("title"), QStringLiteral("Title")},
        {QStringLiteral("purpose"), QStringLiteral("A test.")},
        {QStringLiteral("trained_on"), QStringLiteral("noise")},
        {QStringLiteral("sources"), QJsonArray {QStringLiteral("drums"), QStringLiteral("vocals")}},
        {QStringLiteral("cost"), files.size()},
        {QStringLiteral("files"), files}};
}

inline QJsonObject catalogueObject(const QJsonArray& models,
                                   const QString& base = QStringLiteral("http://127.0.0.1:1/"))
{
    return {{QStringLiteral("version"), 1},
            {QStringLiteral("base_url"), base},
            {QStringLiteral("licence"),
             QJsonObject {{QStringLiteral("name"), QStringLiteral("CC0")},
                          {QStringLiteral("url"), QStringLiteral("https://example.org/")},
                          {QStringLiteral("note"), QStringLiteral("ours")},
                          {QStringLiteral("non_commercial"), false}}},
            {QStringLiteral("models"), models}};
}

inline Result<ModelCatalogue> parsed(const QJsonObject& catalogue)
{
    return ModelCatalogue::parse(QJsonDocument(catalogue).toJson());
}

} // namespace nde::services::test
