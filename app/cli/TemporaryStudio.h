#pragma once

#include "core/services/Studio.h"

#include <QJsonObject>

#include <memory>
#include <vector>

namespace nde::cli {

/// A studio for one run, for files that are not to enter any library. It lies beside the results,
/// because its scratch files are as large as they are and /tmp may be memory. What a killed run
/// left is taken over when this run wants one of its jobs and that can go on, else removed with the
/// unfinished results that it names.
class TemporaryStudio
{
public:
    /// @param wanted  parameters of the jobs that this run is for.
    [[nodiscard]] static Result<std::unique_ptr<TemporaryStudio>>
    make(const QString& outputFolder, const std::vector<QJsonObject>& wanted);
    explicit TemporaryStudio(QString folder)
        : m_folder(std::move(folder))
    {
    }
    TemporaryStudio(const TemporaryStudio&) = delete;
    TemporaryStudio& operator=(const TemporaryStudio&) = delete;
    ~TemporaryStudio();

    [[nodiscard]] const std::shared_ptr<services::Studio>& studio() const { return m_studio; }

private:
    QString m_folder;
    std::shared_ptr<services::Studio> m_studio;
};

} // namespace nde::cli
