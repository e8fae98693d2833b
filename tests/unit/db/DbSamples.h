#pragma once

#include "core/base/Stem.h"
#include "core/db/Database.h"

#include <QDateTime>
#include <QTemporaryDir>
#include <QTest>

/// A fresh database in a temporary folder, and sounds for it.
namespace nde::test {

struct FreshDatabase
{
    QTemporaryDir folder;
    std::shared_ptr<db::Database> database;

    FreshDatabase()
    {
        auto opened = db::Database::open(folder.filePath(QStringLiteral("dream.db")));
        if (opened) {
            database = *opened;
        } else {
            qFatal("%s", opened.error().message.c_str());
        }
    }
};

/// A sound in which no field of schema 1 has its default value.
inline Stem fullStem()
{
    Stem stem;
    stem.name = "Größe \"Kick\" 'ß' \xF0\x9F\xA5\x81";
    stem.path = "/music/Größe/kick 'one'; DROP TABLE stems;--.wav";
    stem.source = Source::Generated;
    stem.category = Category::Kick;
    stem.categoryConfidence = 0.1;
    stem.isCategoryByUser = false;
    stem.soundClass = SoundClass::Loop;
    stem.durationS = 1.0 / 3.0;
    stem.frames = 6'000'000'000;
    stem.sampleRate = 96000;
    stem.channels = 2;
    stem.bitDepth = 24;
    stem.fileBytes = 5'000'000'000;
    stem.fileHash = "f0f0";
    stem.contentHash = "c0c0";
    Descriptors& d = stem.descriptors;
    d.bpm = 127.99999999999999;
    d.bpmConfidence = 0.7;
    d.firstBeatS = 0.012345678901234567;
    d.key = Key {9, true};
    d.keyConfidence = 0.6;
    d.pitchHz = 43.653528929125486;
    d.lufs = -14.1;
    d.truePeakDb = -0.3;
    d.peakDb = -0.5;
    d.crestDb = 12.5;
    d.centroidHz = 1234.5678;
    d.rolloffHz = 4321.1;
    d.flatness = 0.11;
    d.flux = 0.22;
    d.transientRatio = 0.33;
    d.attackS = 0.004;
    d.decayS = 0.25;
    d.onsetS = 0.001;
    d.onsetCount = 7;
    d.stereoCorrelation = -0.5;
    d.stereoWidth = 0.44;
    d.silentShare = 0.05;
    d.clippedShare = 0.06;
    d.dcOffset = -0.01;
    for (int i = 0; i < 30; ++i) {
        d.ltasDb.push_back(-30.0F + 0.1F * static_cast<float>(i));
    }
    for (int i = 0; i < 13; ++i) {
        d.mfcc.push_back(1.0F / static_cast<float>(i + 1));
    }
    stem.quality = 0.9;
    stem.qualityReasons = "clipping 0.03; dc 0.01";
    stem.rating = 4;
    stem.isFavorite = true;
    stem.tags = {"dark", "düster", "very-long"};
    stem.model = "kick_vae";
    stem.seed = 0xFFFF'FFFF'FFFF'FFFEULL;
    stem.recipe = R"({"mode":"random"})";
    stem.licence = "CC0";
    stem.analyserVersion = "v1";
    stem.processingError = "too short";
    stem.isMissing = true;
    return stem;
}

/// A sound in which no field has its default value.
inline Stem completeStem()
{
    Stem stem = fullStem();
    stem.isSoundClassByUser = true;
    Descriptors& d = stem.descriptors;
    d.firstDownbeatS = 0.5123456789012345;
    d.beatsPerBar = 3;
    d.bars = 2.0;
    d.gridConfidence = 0.65;
    d.tuningCents = -12.5;
    d.pitchConfidence = 0.81;
    d.momentaryLufs = -9.1;
    d.shortTermLufs = -11.2;
    d.loudnessRangeLu = 4.3;
    d.rmsDb = -18.4;
    d.rolloff95Hz = 8765.4;
    d.bandwidthHz = 16000.5;
    d.temporalCentroidS = 0.125;
    d.activeStartS = 0.01;
    d.activeEndS = 0.3;
    d.lowCorrelation = 0.97;
    d.balanceDb = -1.5;
    d.monoLossDb = 2.5;
    d.noiseFloorDb = -71.5;
    d.cutoffHz = 16000.25;
    d.categories = {{Category::Kick, 0.7}, {Category::Tom, 0.2}, {Category::Perc, 0.05}};
    d.edgeStep = 0.06;
    d.dropouts = 2;
    d.nonFinite = 6'000'000'001;
    d.harmonicComplexity = 0.15;
    d.rhythmicComplexity = 0.85;
    for (int i = 0; i < 13; ++i) {
        d.mfccDeviation.push_back(0.5F / static_cast<float>(i + 1));
    }
    NeuroMetrics metrics;
    double value = 0.1;
    for (const auto& [id, member] : neuroMetricInfos()) {
        metrics.*member = value;
        value += 1.0 / 3.0;
    }
    d.neuro = metrics;
    d.technicalQuality = 0.91;
    d.characterQuality = 0.77;
    d.defects = {{DefectKind::Clipping, 0.013, 0.26}, {DefectKind::EdgeClick, 0.1, 0.05}};
    return stem;
}

inline Stem namedStem(const std::string& name)
{
    Stem stem;
    stem.name = name;
    stem.path = "/music/" + name + ".wav";
    stem.contentHash = "hash-" + name;
    return stem;
}

} // namespace nde::test
