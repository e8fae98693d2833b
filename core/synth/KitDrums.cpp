#include "core/base/Random.h"
#include "core/synth/DrumVoices.h"
#include "core/synth/Kit.h"

namespace nde::synth {

namespace {

using Tags = std::vector<std::string>;

/// Puts variants of one drum into the kit and numbers them.
class DrumRow
{
public:
    DrumRow(std::vector<Recipe>& recipes, std::uint64_t seed, Category category, const char* kind)
        : m_recipes(recipes)
        , m_seed(streamSeed(seed, kind))
        , m_category(category)
        , m_kind(kind)
    {
    }
    /// Number in [low, high) of the variant that is being made.
    [[nodiscard]] double between(int axis, double low, double high) const
    {
        return spread(m_seed, static_cast<std::uint64_t>(m_number), axis, low, high);
    }
    void add(const std::string& words, const Tags& tags, std::optional<double> pitchHz,
             std::function<audio::AudioBuffer(std::uint64_t)> render, double peakDb = -1.0)
    {
        Recipe recipe;
        recipe.sound.name = soundName(m_kind, ++m_number, words);
        recipe.sound.category = m_category;
        recipe.sound.soundClass = SoundClass::OneShot;
        recipe.sound.pitchHz = pitchHz;
        recipe.sound.tags = tags;
        recipe.render = std::move(render);
        recipe.peakDb = peakDb;
        m_recipes.push_back(std::move(recipe));
    }

private:
    std::vector<Recipe>& m_recipes;
    std::uint64_t m_seed;
    Category m_category;
    const char* m_kind;
    int m_number {};
};

void addKick(DrumRow& row, const char* words, const Tags& tags, const KickParams& params)
{
    row.add(words, tags, params.endHz, [params](std::uint64_t seed) { return kick(params, seed); });
}

// What all kicks share; each family overrides what makes it itself.
KickParams kickBase(const DrumRow& row)
{
    KickParams p;
    p.endHz = row.between(0, 44.0, 60.0);
    p.startRatio = row.between(1, 4.0, 8.0);
    p.sweepS = row.between(2, 0.010, 0.028);
    p.bodyS = row.between(3, 0.07, 0.11);
    p.click = row.between(4, 0.15, 0.35);
    p.clickHz = row.between(5, 2000.0, 4000.0);
    p.harmonic = row.between(6, 0.0, 0.2);
    return p;
}

void addLowKicks(DrumRow& row, int count)
{
    for (int i = 0; i < count; ++i) {
        KickParams p = kickBase(row);
        p.endHz = row.between(0, 38.0, 48.0);
        p.bodyS = row.between(3, 0.09, 0.14);
        p.startRatio = row.between(1, 2.5, 5.0);
        p.click = row.between(4, 0.02, 0.08);
        p.lowpassHz = row.between(7, 450.0, 900.0);
        addKick(row, "deep dark", {"dark", "deep"}, p);
    }
    for (int i = 0; i < count; ++i) {
        KickParams p = kickBase(row);
        p.endHz = row.between(0, 40.0, 54.0);
        p.startRatio = row.between(1, 1.6, 3.0);
        p.sweepS = row.between(2, 0.03, 0.06);
        p.bodyS = row.between(3, 0.16, 0.24);
        p.click = row.between(4, 0.0, 0.04);
        p.lowpassHz = row.between(7, 900.0, 2500.0);
        addKick(row, "sub long soft", {"soft", "long", "deep"}, p);
    }
    for (int i = 0; i < count; ++i) {
        KickParams p = kickBase(row);
        p.harmonic = row.between(6, 0.25, 0.5);
        p.drive = row.between(4, 1.2, 1.9);
        p.click = row.between(5, 0.05, 0.14);
        p.lowpassHz = row.between(7, 1800.0, 3500.0);
        addKick(row, "warm round", {"warm", "round"}, p);
    }
}

void addHardKicks(DrumRow& row, int count)
{
    for (int i = 0; i < count; ++i) {
        KickParams p = kickBase(row);
        p.startRatio = row.between(1, 6.0, 11.0);
        p.sweepS = row.between(2, 0.008, 0.016);
        p.bodyS = row.between(3, 0.06, 0.10);
        p.click = row.between(4, 0.35, 0.6);
        p.drive = row.between(7, 1.4, 2.2);
        addKick(row, "punchy club", {"punchy"}, p);
    }
    for (int i = 0; i < count; ++i) {
        KickParams p = kickBase(row);
        p.bodyS = row.between(3, 0.05, 0.09);
        p.click = row.between(4, 0.9, 1.4);
        p.clickHz = row.between(5, 4500.0, 7500.0);
        p.lowpassHz = 16000.0;
        addKick(row, "bright click", {"bright", "punchy"}, p);
    }
    for (int i = 0; i < count; ++i) {
        KickParams p = kickBase(row);
        p.endHz = row.between(0, 46.0, 64.0);
        p.drive = row.between(7, 5.0, 12.0);
        p.bodyS = row.between(3, 0.08, 0.14);
        p.startRatio = row.between(1, 5.0, 9.0);
        addKick(row, "hard distorted", {"distorted", "aggressive", "hard"}, p);
    }
}

void addOtherKicks(DrumRow& row, int count)
{
    for (int i = 0; i < count; ++i) {
        KickParams p = kickBase(row);
        p.bodyS = row.between(3, 0.020, 0.034);
        p.endHz = row.between(0, 52.0, 68.0);
        p.sweepS = row.between(2, 0.006, 0.012);
        addKick(row, "tight short", {"short", "tight"}, p);
    }
    for (int i = 0; i < count; ++i) {
        KickParams p = kickBase(row);
        p.noise = row.between(7, 0.9, 1.6);
        p.drive = row.between(4, 1.5, 3.0);
        addKick(row, "noisy raw", {"noisy", "raw"}, p);
    }
    for (int i = 0; i < count; ++i) {
        KickParams p = kickBase(row);
        p.ring = row.between(7, 0.35, 0.8);
        p.drive = row.between(4, 1.2, 2.0);
        addKick(row, "metallic industrial", {"metallic", "industrial"}, p);
    }
}

// Airy sounds are lower: their crests lie between the samples.
constexpr double kAiryPeakDb = -2.5;

void addSnares(DrumRow& row)
{
    struct Family
    {
        const char* words;
        Tags tags;
        SnareParams base;
    };
    const std::array<Family, 8> families {
        {{"tight dry", {"tight", "short"}, {205, 0.030, 0.8, 0.030, 0.6, 900, 9000, 0.5, 0, 1.3}},
         {"fat warm", {"warm", "fat"}, {165, 0.090, 0.9, 0.090, 0.45, 500, 5200, 0.3, 0.05, 1.6}},
         {"bright crisp",
          {"bright", "crisp"},
          {220, 0.040, 0.4, 0.070, 0.9, 2600, 16000, 0.7, 0, 1.2}},
         {"dark dusty", {"dark"}, {160, 0.070, 0.9, 0.060, 0.5, 300, 2200, 0.2, 0, 1.4}},
         {"noisy long", {"noisy", "long"}, {185, 0.060, 0.4, 0.150, 0.95, 700, 11000, 0.4, 0, 1.4}},
         {"metallic ring",
          {"metallic"},
          {230, 0.050, 0.6, 0.055, 0.45, 1000, 10000, 0.5, 0.55, 1.3}},
         {"hard punchy",
          {"punchy", "hard"},
          {195, 0.060, 1.0, 0.060, 0.7, 700, 10000, 0.9, 0.1, 2.6}},
         {"soft brush", {"soft"}, {175, 0.040, 0.25, 0.090, 0.55, 1200, 6000, 0.05, 0, 1.0}}}};
    for (const Family& family : families) {
        for (int i = 0; i < 5; ++i) {
            SnareParams p = family.base;
            p.bodyHz *= row.between(0, 0.86, 1.16);
            p.bodyS *= row.between(1, 0.8, 1.25);
            p.noiseS *= row.between(2, 0.8, 1.25);
            p.noise *= row.between(3, 0.85, 1.1);
            p.lowHz *= row.between(4, 0.85, 1.2);
            p.highHz *= row.between(5, 0.88, 1.1);
            p.snap *= row.between(6, 0.7, 1.3);
            row.add(
                family.words, family.tags, p.bodyHz,
                [p](std::uint64_t seed) { return snare(p, seed); },
                p.highHz > 9500.0 ? kAiryPeakDb : -1.0);
        }
    }
}

void addClaps(DrumRow& row)
{
    struct Family
    {
        const char* words;
        Tags tags;
        ClapParams base;
    };
    const std::array<Family, 4> families {
        {{"classic", {"punchy"}, {4, 0.0105, 0.055, 1250, 9000, 0.0}},
         {"dark low", {"dark"}, {4, 0.012, 0.050, 800, 2600, 0.0}},
         {"bright snap", {"bright", "short"}, {3, 0.008, 0.028, 2500, 15000, 0.0}},
         {"wide room", {"wide", "long"}, {5, 0.012, 0.085, 1400, 9500, 0.55}}}};
    for (const Family& family : families) {
        for (int i = 0; i < 5; ++i) {
            ClapParams p = family.base;
            p.spacingS *= row.between(0, 0.85, 1.2);
            p.tailS *= row.between(1, 0.8, 1.3);
            p.centreHz *= row.between(2, 0.85, 1.2);
            row.add(family.words, family.tags, std::nullopt,
                    [p](std::uint64_t seed) { return clap(p, seed); });
        }
    }
}

struct HatFamily
{
    const char* words;
    Tags tags;
    HatParams base;
    int count;
};

void addHats(std::vector<Recipe>& recipes, std::uint64_t seed)
{
    const std::array<HatFamily, 4> closed {
        {{"tight short", {"tight", "short"}, {430, 0.016, 0.6, 7500, 18000}, 7},
         {"metallic", {"metallic"}, {520, 0.034, 1.0, 5200, 16000}, 7},
         {"noisy soft", {"noisy", "soft"}, {400, 0.032, 0.05, 6000, 12000}, 7},
         {"bright crisp", {"bright", "crisp"}, {610, 0.028, 0.5, 10500, 19000}, 7}}};
    const std::array<HatFamily, 4> open {
        {{"metallic", {"metallic", "long"}, {500, 0.110, 1.0, 5200, 16000}, 4},
         {"noisy", {"noisy", "long"}, {420, 0.100, 0.1, 6000, 14000}, 4},
         {"bright", {"bright", "long"}, {620, 0.120, 0.5, 9500, 19000}, 4},
         {"dark", {"dark", "long"}, {330, 0.105, 0.7, 3200, 7500}, 4}}};
    const auto addRow
        = [&](const char* kind, Category category, const std::array<HatFamily, 4>& families) {
              DrumRow row(recipes, seed, category, kind);
              for (const HatFamily& family : families) {
                  for (int i = 0; i < family.count; ++i) {
                      HatParams p = family.base;
                      p.baseHz *= row.between(0, 0.82, 1.22);
                      p.decayS *= row.between(1, 0.75, 1.3);
                      p.highpassHz *= row.between(2, 0.92, 1.1);
                      row.add(
                          family.words, family.tags, std::nullopt,
                          [p](std::uint64_t s) { return hat(p, s); }, kAiryPeakDb);
                  }
              }
          };
    addRow("Closed hat", Category::Hihat, closed);
    addRow("Open hat", Category::OpenHihat, open);
}

void addCymbals(std::vector<Recipe>& recipes, std::uint64_t seed)
{
    DrumRow row(recipes, seed, Category::Cymbal, "Cymbal");
    const std::array<HatFamily, 2> families {
        {{"crash bright", {"bright", "long"}, {390, 0.32, 0.45, 3800, 17000}, 3},
         {"ride metallic", {"metallic", "long"}, {560, 0.24, 0.9, 4500, 15000}, 3}}};
    for (const HatFamily& family : families) {
        for (int i = 0; i < family.count; ++i) {
            HatParams p = family.base;
            p.baseHz *= row.between(0, 0.85, 1.2);
            p.decayS *= row.between(1, 0.8, 1.2);
            row.add(
                family.words, family.tags, std::nullopt,
                [p](std::uint64_t s) { return cymbal(p, 0.002, s); }, kAiryPeakDb);
        }
    }
}

void addTomsAndPercussion(std::vector<Recipe>& recipes, std::uint64_t seed)
{
    DrumRow toms(recipes, seed, Category::Tom, "Tom");
    const std::array<std::pair<const char*, double>, 6> sizes {{{"floor low", 72.0},
                                                                {"low", 92.0},
                                                                {"mid", 118.0},
                                                                {"mid high", 148.0},
                                                                {"high", 185.0},
                                                                {"bongo high", 260.0}}};
    for (const auto& [words, hz] : sizes) {
        TomParams p;
        p.hz = hz * toms.between(0, 0.96, 1.04);
        p.decayS = toms.between(1, 0.10, 0.2);
        p.bend = toms.between(2, 0.25, 0.7);
        toms.add(words, {hz < 100.0 ? "deep" : "round"}, p.hz,
                 [p](std::uint64_t s) { return tom(p, s); });
    }
    struct Kind
    {
        PercKind kind;
        const char* words;
        const char* tag;
    };
    constexpr std::array<Kind, 6> kKinds {{{PercKind::Woodblock, "woodblock", "short"},
                                           {PercKind::Cowbell, "cowbell metallic", "metallic"},
                                           {PercKind::Shaker, "shaker", "noisy"},
                                           {PercKind::Rim, "rim click", "short"},
                                           {PercKind::Zap, "zap laser", "experimental"},
                                           {PercKind::Triangle, "triangle bright", "bright"}}};
    DrumRow row(recipes, seed, Category::Perc, "Perc");
    for (const Kind& kind : kKinds) {
        for (const double tune : {0.84, 1.16}) {
            const double exact = tune * row.between(0, 0.95, 1.05);
            row.add(kind.words, {kind.tag}, std::nullopt,
                    [which = kind.kind, exact](std::uint64_t s) { return perc(which, exact, s); });
        }
    }
}

} // namespace

void addDrumRecipes(std::vector<Recipe>& recipes, std::uint64_t seed)
{
    constexpr int kKicksPerFamily = 10; // nine families
    DrumRow kicks(recipes, seed, Category::Kick, "Kick");
    addLowKicks(kicks, kKicksPerFamily);
    addHardKicks(kicks, kKicksPerFamily);
    addOtherKicks(kicks, kKicksPerFamily);
    DrumRow snares(recipes, seed, Category::Snare, "Snare");
    addSnares(snares);
    DrumRow claps(recipes, seed, Category::Clap, "Clap");
    addClaps(claps);
    addHats(recipes, seed);
    addCymbals(recipes, seed);
    addTomsAndPercussion(recipes, seed);
}

} // namespace nde::synth
