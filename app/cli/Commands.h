#pragma once

#include "app/cli/Session.h"
#include "core/base/Category.h"

#include <QJsonArray>

#include <vector>

namespace nde::services {
class ModelStore;
}

namespace nde::cli {

/// A subcommand: its help, its options and what it does. To add one: a file CommandFoo.cpp with a
/// function `Command fooCommand()`, its line in `commands()`, its texts in Texts.cpp.
struct Command
{
    const char* name;
    const char* synopsis; ///< behind `dream <name>`
    const char* summary; ///< English, one sentence
    const char* examples; ///< lines, shown first
    std::vector<Option> options; ///< beside the common ones
    int (*run)(Session& session);
};

[[nodiscard]] Command demoCommand();
[[nodiscard]] Command importCommand();
[[nodiscard]] Command separateCommand();
[[nodiscard]] Command chopCommand();
[[nodiscard]] Command analyzeCommand();
[[nodiscard]] Command trainCommand();
[[nodiscard]] Command generateCommand();
[[nodiscard]] Command composeCommand();
[[nodiscard]] Command exportCommand();
[[nodiscard]] Command searchCommand();
[[nodiscard]] Command embedCommand();
[[nodiscard]] Command statsCommand();
[[nodiscard]] Command jobsCommand();
[[nodiscard]] Command studioCommand();
[[nodiscard]] Command doctorCommand();
[[nodiscard]] Command lineageCommand();
[[nodiscard]] Command modelsCommand();
[[nodiscard]] Command completionsCommand();
[[nodiscard]] Command selftestCommand();
[[nodiscard]] Command tagCommand();
[[nodiscard]] Command rmCommand();
[[nodiscard]] Command configCommand();
[[nodiscard]] Command serveCommand();

[[nodiscard]] const std::vector<Command>& commands();
[[nodiscard]] const std::vector<Option>& commonOptions();

/// Makes a generated sound anew and says whether it is the same: `generate --redream`, `lineage
/// --redream`.
[[nodiscard]] int redreamStem(Session& session, qint64 stem);

/// `dream models bench`: how fast models are here, on a track that is made up.
[[nodiscard]] int benchModels(Session& session, const services::ModelStore& store,
                              const QStringList& names);
/// `dream studio check`: kFailed when a file is missing.
[[nodiscard]] int checkStudio(Session& session, services::Studio& studio);
/// `dream studio repair`: also of a studio whose database cannot be opened any more.
[[nodiscard]] int repairStudio(Session& session);
/// `dream studio migrate-seed`: exit code 1 when a row was skipped.
[[nodiscard]] int migrateSeed(Session& session, const QString& folder);

/// `dream help`, `dream help <command>`: text on stdout.
[[nodiscard]] QString helpText();
[[nodiscard]] QString helpText(const Command& command);

/// Failures of a batch: one sentence each on stderr.
/// @return  kOk when there are none, the file's own code when it was the only input, else kFailed.
struct BatchFailure
{
    QString input;
    Error error;
};
[[nodiscard]] int reportBatch(const Session& session, const std::vector<BatchFailure>& failures,
                              std::size_t inputs);
/// The same as JSON: [{"path","reason","code"}].
[[nodiscard]] QJsonArray batchToJson(const std::vector<BatchFailure>& failures);

/// `--in-app`, for the options of a command that runs as a job.
[[nodiscard]] Option inAppOption();
/// Complains in the session about each of these options that stands beside --in-app: the process
/// that does the work knows nothing of them.
void refuseInApp(Session& session, const std::vector<const char*>& options);

/// The one argument that `word` must be: a category id. Complains in the session otherwise.
[[nodiscard]] Category categoryArgument(Session& session);

} // namespace nde::cli
