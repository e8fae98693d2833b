#include "core/api/HttpForm.h"

#include <QFileInfo>

namespace nde::api {
namespace {

constexpr std::size_t kMostFields = 32;
constexpr qsizetype kMostFieldSize = 65536;
constexpr int kTooLarge = 413;
constexpr int kNotUsable = 422;
constexpr int kNoSpace = 507;

} // namespace

HttpForm::HttpForm(HttpRequest& request, QString folder, const HttpLimits& limits)
    : m_request(request)
    , m_folder(std::move(folder))
    , m_limits(limits)
{
}

bool HttpForm::begin(const std::string& name, const std::string& fileName)
{
    m_isFile = !fileName.empty() || name == "file";
    if (!m_isFile) {
        m_request.form.emplace_back(QString::fromStdString(name), QString());
        intake.status = m_request.form.size() > kMostFields ? kTooLarge : 0;
        return intake.status == 0;
    }
    if (m_file) {
        intake.status = kNotUsable; // one file at a time
        return false;
    }
    m_file = std::make_unique<QTemporaryFile>(m_folder + QStringLiteral("/upload-XXXXXX"));
    m_file->setAutoRemove(false);
    m_request.uploadName = QFileInfo(QString::fromStdString(fileName)).fileName();
    if (!m_file->open()) {
        intake.status = kNoSpace;
        return false;
    }
    m_request.uploadFile = m_file->fileName();
    return true;
}

bool HttpForm::take(const char* data, std::size_t bytes)
{
    const auto count = static_cast<qint64>(bytes);
    if (!intake.take(count, m_limits.mostUpload)) {
        return false;
    }
    if (m_isFile) {
        const bool isWritten = m_file->write(data, count) == count;
        intake.status = isWritten ? 0 : kNoSpace;
        return isWritten;
    }
    QString& value = m_request.form.back().second;
    value += QString::fromUtf8(data, static_cast<qsizetype>(count));
    intake.status = value.size() > kMostFieldSize ? kTooLarge : 0;
    return intake.status == 0;
}

void HttpForm::finish()
{
    if (m_file && !m_file->flush() && intake.status == 0) {
        intake.status = kNoSpace;
    }
}

} // namespace nde::api
