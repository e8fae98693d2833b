#include "core/nn/clap/ClapConfig.h"

#include "core/nn/checkpoint/Json.h"
#include "core/nn/checkpoint/Text.h"

#include <initializer_list>
#include <optional>

namespace nde::nn::clap {

using checkpoint::find;
using checkpoint::inQuotes;
using checkpoint::Value;

namespace {

constexpr std::int64_t kMaxWidth = 8192;
constexpr std::int64_t kMaxLayers = 64;

/// Reads values of one table; the first that is wrong is kept.
class Table
{
public:
    Table(const Value* table, std::string file)
        : m_table(table)
        , m_file(std::move(file))
    {
        if (table != nullptr && !std::holds_alternative<Value::Dict>(table->data)) {
            complain(ErrorCode::Corrupt, "is not a table");
        }
    }

    [[nodiscard]] const Value* value(const char* key) const
    {
        const Value* found = m_table == nullptr ? nullptr : find(*m_table, key);
        return found == nullptr || checkpoint::isNone(*found) ? nullptr : found;
    }

    void whole(const char* key, std::int64_t& into, std::int64_t low, std::int64_t high)
    {
        if (const Value* found = value(key)) {
            const auto number = checkpoint::asInt(*found, key);
            if (!number) {
                complain(ErrorCode::Corrupt, number.error().message);
            } else if (*number < low || *number > high) {
                complain(ErrorCode::Corrupt,
                         std::string(key) + " is " + std::to_string(*number) + ", not "
                             + std::to_string(low) + " to " + std::to_string(high));
            } else {
                into = *number;
            }
        }
    }

    void real(const char* key, double& into, double low, double high)
    {
        if (const Value* found = value(key)) {
            const auto number = checkpoint::asDouble(*found, key);
            if (!number) {
                complain(ErrorCode::Corrupt, number.error().message);
            } else if (!(*number >= low && *number <= high)) {
                complain(ErrorCode::Corrupt, std::string(key) + " is out of range");
            } else {
                into = *number;
            }
        }
    }

    void flag(const char* key, bool& into)
    {
        if (const Value* found = value(key)) {
            const auto answer = checkpoint::asBool(*found, key);
            if (!answer) {
                complain(ErrorCode::Corrupt, answer.error().message);
            } else {
                into = *answer;
            }
        }
    }

    void text(const char* key, std::string& into)
    {
        if (const Value* found = value(key)) {
            const auto words = checkpoint::asString(*found, key);
            if (!words) {
                complain(ErrorCode::Corrupt, words.error().message);
            } else {
                into = *words;
            }
        }
    }

    void wholes(const char* key, std::vector<std::int64_t>& into, std::int64_t low,
                std::int64_t high)
    {
        const Value* found = value(key);
        if (found == nullptr) {
            return;
        }
        const auto list = checkpoint::asList(*found, key);
        std::vector<std::int64_t> numbers;
        for (const Value& item : list ? *list : std::span<const Value> {}) {
            const auto number = checkpoint::asInt(item, key);
            if (!number || *number < low || *number > high) {
                complain(ErrorCode::Corrupt, std::string(key) + " holds a number out of range");
                return;
            }
            numbers.push_back(*number);
        }
        if (numbers.empty() || numbers.size() > 6) {
            complain(ErrorCode::Corrupt, std::string(key) + " is not a list of 1 to 6 numbers");
            return;
        }
        into = std::move(numbers);
    }

    /// A number or word that must be what it is in every model known here.
    void only(const char* key, std::int64_t wanted)
    {
        std::int64_t number = wanted;
        whole(key, number, INT64_MIN, INT64_MAX);
        if (number != wanted) {
            complain(ErrorCode::Unsupported,
                     std::string(key) + " is " + std::to_string(number) + "; only "
                         + std::to_string(wanted) + " is supported");
        }
    }
    void only(const char* key, const char* wanted)
    {
        std::string word = wanted;
        text(key, word);
        if (word != wanted) {
            complain(ErrorCode::Unsupported,
                     std::string(key) + " is " + inQuotes(word) + "; only '" + wanted
                         + "' is supported");
        }
    }

    void complain(ErrorCode code, const std::string& what)
    {
        if (!m_error) {
            m_error = Error {code, m_file + ": " + what};
        }
    }
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

private:
    const Value* m_table;
    std::string m_file;
    std::optional<Error> m_error;
};

/// One number for both axes, alone or twice.
void readStride(Table& table, std::int64_t patch)
{
    const Value* stride = table.value("patch_stride");
    if (stride == nullptr || std::holds_alternative<std::int64_t>(stride->data)) {
        table.only("patch_stride", patch);
        return;
    }
    std::vector<std::int64_t> both;
    table.wholes("patch_stride", both, 1, kMaxWidth);
    for (const std::int64_t one : both) {
        if (one != patch) {
            table.complain(ErrorCode::Unsupported, "patches that overlap are not supported");
        }
    }
}

void readAudio(Table& table, AudioConfig& audio)
{
    bool isFused = false;
    table.flag("enable_fusion", isFused);
    if (isFused) {
        table.complain(ErrorCode::Unsupported,
                       "this is a fused model (enable_fusion), whose vectors depend on chance; "
                       "take one that is not fused, such as laion/clap-htsat-unfused");
    }
    table.whole("spec_size", audio.spectrogram, 16, 1024);
    table.whole("num_mel_bins", audio.mels, 8, 256);
    table.whole("patch_size", audio.patch, 1, 16);
    readStride(table, audio.patch);
    table.only("patch_embed_input_channels", 1);
    table.whole("patch_embeds_hidden_size", audio.width, 1, 1024);
    table.whole("window_size", audio.window, 1, 32);
    table.wholes("depths", audio.depths, 1, kMaxLayers);
    table.wholes("num_attention_heads", audio.heads, 1, 256);
    table.real("mlp_ratio", audio.mlpRatio, 0.25, 16.0);
    table.real("layer_norm_eps", audio.normEps, 0.0, 0.1);
    table.flag("qkv_bias", audio.hasBias);
    bool hasPatchNorm = true;
    table.flag("enable_patch_layer_norm", hasPatchNorm);
    if (!hasPatchNorm) {
        table.complain(ErrorCode::Unsupported, "a model without a norm of patches is unknown");
    }
    table.only("hidden_act", "gelu");
    if (table.error()) {
        return;
    }
    std::int64_t hidden = 768;
    table.whole("hidden_size", hidden, 1, kMaxWidth * 4);
    if (audio.heads.size() != audio.depths.size()) {
        table.complain(ErrorCode::Corrupt, "depths and num_attention_heads differ in length");
        return;
    }
    if (hidden != audio.features()) {
        table.complain(ErrorCode::Corrupt,
                       "hidden_size is " + std::to_string(hidden) + ", but the last stage has "
                           + std::to_string(audio.features()));
    }
    if (audio.spectrogram % audio.mels != 0 || audio.spectrogram % audio.patch != 0
        || audio.mels % audio.patch != 0) {
        table.complain(ErrorCode::Corrupt, "spec_size is no multiple of num_mel_bins and patches");
    }
    for (std::int64_t stage = 0; stage < audio.stages(); ++stage) {
        const std::int64_t grid = audio.gridOf(stage);
        const bool halves = stage + 1 == audio.stages() || grid % 2 == 0;
        if (grid < 1 || !halves || grid % audio.windowOf(stage) != 0
            || audio.widthOf(stage) % audio.heads[static_cast<std::size_t>(stage)] != 0) {
            table.complain(ErrorCode::Unsupported,
                           "its stage " + std::to_string(stage)
                               + " does not divide into windows and heads");
        }
    }
}

void readText(Table& table, TextConfig& text)
{
    table.whole("vocab_size", text.vocabulary, 261, 1 << 20);
    table.whole("hidden_size", text.width, 1, kMaxWidth);
    table.whole("num_hidden_layers", text.layers, 1, kMaxLayers);
    table.whole("num_attention_heads", text.heads, 1, 256);
    table.whole("intermediate_size", text.hidden, 1, 4 * kMaxWidth);
    table.whole("max_position_embeddings", text.positions, 8, 1 << 16);
    table.whole("type_vocab_size", text.types, 1, 16);
    table.real("layer_norm_eps", text.normEps, 0.0, 0.1);
    table.whole("bos_token_id", text.begin, 0, text.vocabulary - 1);
    table.whole("pad_token_id", text.pad, 0, text.vocabulary - 1);
    table.whole("eos_token_id", text.end, 0, text.vocabulary - 1);
    table.only("hidden_act", "gelu");
    table.only("position_embedding_type", "absolute");
    if (text.width % text.heads != 0) {
        table.complain(ErrorCode::Corrupt, "hidden_size is no multiple of num_attention_heads");
    }
    if (text.pad + 4 > text.positions) {
        table.complain(ErrorCode::Corrupt, "pad_token_id leaves no positions");
    }
}

} // namespace

Result<ClapConfig> readConfig(std::string_view json)
{
    const auto parsed = checkpoint::parseJson(json);
    if (!parsed) {
        return fail(ErrorCode::Corrupt, "config.json " + parsed.error().message);
    }
    Table top(&*parsed, "config.json");
    ClapConfig config;
    top.only("model_type", "clap");
    top.only("projection_hidden_act", "relu");
    top.whole("projection_dim", config.dimensions, 1, kMaxWidth);
    top.text("_name_or_path", config.name);
    Table audio(find(*parsed, "audio_config"), "config.json, audio_config");
    readAudio(audio, config.audio);
    Table text(find(*parsed, "text_config"), "config.json, text_config");
    readText(text, config.text);
    for (const Table* table : {&top, &audio, &text}) {
        if (table->error()) {
            return tl::unexpected<Error>(*table->error());
        }
    }
    return config;
}

Result<FeatureConfig> readFeatureConfig(std::string_view json, const AudioConfig& audio)
{
    const auto parsed = checkpoint::parseJson(json);
    if (!parsed) {
        return fail(ErrorCode::Corrupt, "preprocessor_config.json " + parsed.error().message);
    }
    Table table(&*parsed, "preprocessor_config.json");
    FeatureConfig features;
    std::string truncation = "fusion"; // what the format takes where the key is missing
    table.text("truncation", truncation);
    if (truncation != "rand_trunc") {
        table.complain(ErrorCode::Unsupported,
                       "truncation is " + inQuotes(truncation)
                           + ", which belongs to fused models; only 'rand_trunc' is supported");
    }
    table.only("padding", "repeatpad");
    table.only("sampling_rate", 48000);
    table.only("fft_window_size", 1024);
    table.only("hop_length", 480);
    table.only("max_length_s", 10);
    table.only("nb_max_samples", 480000);
    std::int64_t size = 64;
    table.whole("feature_size", size, 1, 1024);
    if (size != audio.mels) {
        table.complain(ErrorCode::Corrupt, "feature_size differs from config.json's num_mel_bins");
    }
    table.real("frequency_min", features.lowestHz, 0.0, 20000.0);
    table.real("frequency_max", features.highestHz, 1000.0, 24000.0);
    if (features.lowestHz >= features.highestHz) {
        table.complain(ErrorCode::Corrupt, "frequency_min is not below frequency_max");
    }
    if (table.value("top_db") != nullptr) {
        table.complain(ErrorCode::Unsupported, "top_db is set; only null is supported");
    }
    if (table.error()) {
        return tl::unexpected<Error>(*table.error());
    }
    return features;
}

} // namespace nde::nn::clap
