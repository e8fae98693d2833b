#include "core/nn/checkpoint/Json.h"

#include "core/nn/checkpoint/Text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace nde::nn::checkpoint {

namespace {

constexpr std::size_t kMaxValues = 400'000;

/// Takes nlohmann's events; the stack holds the containers that are still open, so neither the
/// parser nor this recurses.
class Builder final : public nlohmann::json_sax<nlohmann::json>
{
public:
    bool null() override { return add(Value {}); }
    bool boolean(bool value) override { return add(Value {value}); }
    bool number_integer(number_integer_t value) override { return add(Value {value}); }
    bool number_unsigned(number_unsigned_t value) override
    {
        if (value > static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max())) {
            return stop("has a number beyond 64 bits");
        }
        return add(Value {static_cast<std::int64_t>(value)});
    }
    bool number_float(number_float_t value, const string_t& /*text*/) override
    {
        return std::isfinite(value) ? add(Value {value}) : stop("has a number beyond all bounds");
    }
    bool string(string_t& value) override { return add(Value {std::move(value)}); }
    bool binary(binary_t& /*value*/) override { return stop("is not valid JSON"); }
    bool start_object(std::size_t /*count*/) override { return open(Value {Value::Dict {}}); }
    bool start_array(std::size_t /*count*/) override { return open(Value {Value::List {}}); }
    bool key(string_t& value) override
    {
        m_keys.back() = std::move(value);
        return true;
    }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool parse_error(std::size_t position, const std::string& /*token*/,
                     const nlohmann::json::exception& /*error*/) override
    {
        return stop("is not valid JSON (byte " + std::to_string(position) + ")");
    }

    Value result;
    std::string error;

private:
    bool stop(std::string why)
    {
        error = std::move(why);
        return false;
    }

    bool add(Value value)
    {
        if (++m_values > kMaxValues) {
            return stop("has more values than any model needs");
        }
        if (m_open.empty()) {
            result = std::move(value);
        } else if (auto* list = std::get_if<Value::List>(&m_open.back().data)) {
            list->push_back(std::move(value));
        } else if (auto* dict = std::get_if<Value::Dict>(&m_open.back().data)) {
            dict->push_back({Value {std::move(m_keys.back())}, std::move(value)});
        }
        return true;
    }

    bool open(Value container)
    {
        if (m_open.size() >= static_cast<std::size_t>(kMaxDepth)) {
            return stop("is nested deeper than any model needs");
        }
        m_open.push_back(std::move(container));
        m_keys.emplace_back();
        return true;
    }

    bool close()
    {
        Value done = std::move(m_open.back());
        m_open.pop_back();
        m_keys.pop_back();
        if (const auto* dict = std::get_if<Value::Dict>(&done.data)) {
            std::vector<std::string_view> names;
            for (const auto& entry : *dict) {
                names.emplace_back(std::get<std::string>(entry.first.data));
            }
            std::ranges::sort(names);
            const auto twice = std::ranges::adjacent_find(names);
            if (twice != names.end()) {
                return stop("has " + inQuotes(*twice) + " twice");
            }
        }
        return add(std::move(done));
    }

    std::vector<Value> m_open;
    std::vector<std::string> m_keys; ///< the name that waits for its value, one per container
    std::size_t m_values {};
};

} // namespace

Result<Value> parseJson(std::string_view text)
{
    Builder builder;
    if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) {
        return fail(ErrorCode::BadInput, builder.error);
    }
    return std::move(builder.result);
}

} // namespace nde::nn::checkpoint
