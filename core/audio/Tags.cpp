#include "core/audio/Tags.h"

#include "core/audio/PartFile.h"

#include <aifffile.h>
#include <attachedpictureframe.h>
#include <fileref.h>
#include <flacfile.h>
#include <id3v2tag.h>
#include <mp4coverart.h>
#include <mp4file.h>
#include <mpegfile.h>
#include <tpropertymap.h>
#include <vorbisfile.h>
#include <wavfile.h>
#include <xiphcomment.h>

#include <memory>
#include <optional>
#include <system_error>

namespace nde::audio {
namespace {

constexpr std::uintmax_t kLargestWav = (std::uintmax_t {1} << 32) - (1U << 20);
constexpr unsigned kLargestCover = 16U << 20;

struct Cover
{
    TagLib::ByteVector bytes;
    TagLib::String mimeType;
};

struct FileTags
{
    TagLib::PropertyMap texts;
    std::optional<Cover> cover;
    [[nodiscard]] bool isEmpty() const { return texts.isEmpty() && !cover; }
};

std::optional<Cover> coverOf(TagLib::ID3v2::Tag* tag)
{
    if (tag == nullptr || tag->frameListMap()["APIC"].isEmpty()) {
        return std::nullopt;
    }
    const auto* picture
        = dynamic_cast<TagLib::ID3v2::AttachedPictureFrame*>(tag->frameListMap()["APIC"].front());
    return picture != nullptr ? std::optional(Cover {picture->picture(), picture->mimeType()})
                              : std::nullopt;
}

std::optional<Cover> coverOf(const TagLib::List<TagLib::FLAC::Picture*>& pictures)
{
    return pictures.isEmpty()
        ? std::nullopt
        : std::optional(Cover {pictures.front()->data(), pictures.front()->mimeType()});
}

std::optional<Cover> coverOf(const TagLib::MP4::Tag* tag)
{
    if (tag == nullptr || !tag->contains("covr")) {
        return std::nullopt;
    }
    const auto arts = tag->item("covr").toCoverArtList();
    if (arts.isEmpty()) {
        return std::nullopt;
    }
    const bool isPng = arts.front().format() == TagLib::MP4::CoverArt::PNG;
    return Cover {arts.front().data(), isPng ? "image/png" : "image/jpeg"};
}

std::optional<Cover> coverOf(TagLib::File* file)
{
    if (auto* mpeg = dynamic_cast<TagLib::MPEG::File*>(file)) {
        return coverOf(mpeg->ID3v2Tag());
    }
    if (auto* flac = dynamic_cast<TagLib::FLAC::File*>(file)) {
        return coverOf(flac->pictureList());
    }
    if (auto* vorbis = dynamic_cast<TagLib::Ogg::Vorbis::File*>(file)) {
        return vorbis->tag() != nullptr ? coverOf(vorbis->tag()->pictureList()) : std::nullopt;
    }
    if (auto* wav = dynamic_cast<TagLib::RIFF::WAV::File*>(file)) {
        return coverOf(wav->ID3v2Tag());
    }
    if (auto* aiff = dynamic_cast<TagLib::RIFF::AIFF::File*>(file)) {
        return coverOf(aiff->tag());
    }
    if (auto* mp4 = dynamic_cast<TagLib::MP4::File*>(file)) {
        return coverOf(mp4->tag());
    }
    return std::nullopt;
}

FileTags readTags(const std::filesystem::path& path)
{
    FileTags tags;
    const TagLib::FileRef file(path.c_str(), false);
    if (file.isNull() || file.file() == nullptr || !file.file()->isValid()) {
        return tags;
    }
    tags.texts = file.file()->properties();
    tags.texts.removeEmpty();
    tags.cover = coverOf(file.file());
    if (tags.cover && tags.cover->bytes.size() > kLargestCover) {
        tags.cover.reset();
    }
    return tags;
}

void setCover(TagLib::ID3v2::Tag* tag, const std::optional<Cover>& cover)
{
    if (tag == nullptr || !cover) {
        return;
    }
    auto picture = std::make_unique<TagLib::ID3v2::AttachedPictureFrame>();
    picture->setPicture(cover->bytes);
    picture->setMimeType(cover->mimeType);
    picture->setType(TagLib::ID3v2::AttachedPictureFrame::FrontCover);
    tag->addFrame(picture.release()); // owned by the tag
}

TagLib::FLAC::Picture* pictureOf(const Cover& cover)
{
    auto picture = std::make_unique<TagLib::FLAC::Picture>();
    picture->setData(cover.bytes);
    picture->setMimeType(cover.mimeType);
    picture->setType(TagLib::FLAC::Picture::FrontCover);
    return picture.release(); // owned by the tag that it is given to
}

bool writeTags(const FileTags& tags, const char* path, FileFormat format)
{
    switch (format) {
    case FileFormat::Wav: {
        TagLib::RIFF::WAV::File file(path, false);
        file.setProperties(tags.texts);
        setCover(file.ID3v2Tag(), tags.cover);
        return file.save();
    }
    case FileFormat::Aiff: {
        TagLib::RIFF::AIFF::File file(path, false);
        file.setProperties(tags.texts);
        setCover(file.tag(), tags.cover);
        return file.save();
    }
    case FileFormat::Mp3: {
        TagLib::MPEG::File file(path, false);
        setCover(file.ID3v2Tag(true), tags.cover);
        file.setProperties(tags.texts);
        return file.save();
    }
    case FileFormat::Flac: {
        TagLib::FLAC::File file(path, false);
        file.setProperties(tags.texts);
        if (tags.cover) {
            file.addPicture(pictureOf(*tags.cover));
        }
        return file.save();
    }
    case FileFormat::Ogg: {
        TagLib::Ogg::Vorbis::File file(path, false);
        file.setProperties(tags.texts);
        if (tags.cover && file.tag() != nullptr) {
            file.tag()->addPicture(pictureOf(*tags.cover));
        }
        return file.save();
    }
    }
    return false;
}

std::string firstOf(const TagLib::PropertyMap& texts, const char* name)
{
    const auto found = texts.find(name);
    return found == texts.end() || found->second.isEmpty() ? std::string()
                                                           : found->second.front().to8Bit(true);
}

} // namespace

TrackTags trackTags(const std::filesystem::path& path)
{
    const FileTags tags = readTags(path);
    return {firstOf(tags.texts, "ARTIST"), firstOf(tags.texts, "TITLE")};
}

Result<> copyTags(const std::filesystem::path& from, const std::filesystem::path& to,
                  FileFormat format)
{
    std::error_code ignored; // a size that cannot be told is that of a file that cannot be tagged
    const bool isTooLarge
        = format == FileFormat::Wav && std::filesystem::file_size(to, ignored) > kLargestWav;
    if (isTooLarge) {
        return {};
    }
    const FileTags tags = readTags(from);
    if (tags.isEmpty() || writeTags(tags, to.c_str(), format)) {
        return {};
    }
    return fail(ErrorCode::Io, quoted(to) + " cannot be given its tags");
}

} // namespace nde::audio
