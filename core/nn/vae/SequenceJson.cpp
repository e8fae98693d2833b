#include "core/nn/vae/SequenceJson.h"

namespace nde::nn::vae {

nlohmann::json sequencesJson(const std::vector<LongSequence>& sequences)
{
    nlohmann::json out = nlohmann::json::array();
    for (const LongSequence& s : sequences) {
        out.push_back({{"id", s.id},
                       {"hash", s.hash},
                       {"first", s.first},
                       {"count", s.count},
                       {"rate", s.rate},
                       {"hop", s.hop},
                       {"circular", s.isCircular}});
    }
    return out;
}

std::optional<std::vector<LongSequence>> sequencesFrom(const nlohmann::json& json,
                                                       std::size_t sounds)
{
    std::vector<LongSequence> out;
    std::size_t next = 0;
    for (const auto& s : json) {
        out.push_back({s.at("id").get<std::int64_t>(), s.at("hash").get<std::string>(),
                       s.at("first").get<int>(), s.at("count").get<int>(),
                       s.at("rate").get<double>(), s.at("hop").get<double>(),
                       s.at("circular").get<bool>()});
        const LongSequence& last = out.back();
        const bool isGood = last.first >= 0 && static_cast<std::size_t>(last.first) == next
            && last.count >= 1 && static_cast<std::size_t>(last.count) <= sounds - next
            && last.rate >= 0.0 && last.rate <= 400.0 && last.hop >= 16.0 && last.hop <= 4096.0;
        if (!isGood) {
            return std::nullopt;
        }
        next += static_cast<std::size_t>(last.count);
    }
    if (out.empty() || next != sounds) {
        return std::nullopt;
    }
    return out;
}

} // namespace nde::nn::vae
