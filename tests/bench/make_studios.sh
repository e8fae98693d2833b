#!/usr/bin/env bash
# Makes the two studios that compose_campaign.py judges: `kit` from nothing but what the program makes itself, `data`
# from a folder of foreign sounds. Each holds original, separated, chopped and generated sounds.
#
#   make_studios.sh DREAM OUT [DATA]      DATA as ../shared/data: oneshots/<category>/, loops/<kind>/, vocals/, multitrack/<song>/
set -euo pipefail
dream=$(realpath -e "$1")
out=$2
data=${3:-}
mkdir -p "$out"

# separated STUDIO TRACK: stems of a track, and its drums chopped into hits
separated() {
    "$dream" separate "$2" --model draft --studio "$1" > "$out/separated.txt"
    local drums
    drums=$(grep -m 1 '/drums\.wav$' "$out/separated.txt")
    "$dream" chop "$drums" --studio "$1" > /dev/null
    rm "$out/separated.txt"
}

# dreamt STUDIO CATEGORY COUNT: a small model and what it dreams
dreamt() {
    "$dream" train "$2" --preset quick --seed 1 --studio "$1" > /dev/null
    "$dream" generate "$2" -n "$3" --seed 5 --studio "$1" > /dev/null
}

rm -rf "$out/kit"
"$dream" demo --out "$out/kit" --seed 7 > /dev/null
separated "$out/kit" "$out/kit/stereo_tracks_for_analysis/demo_128_Am.wav"
dreamt "$out/kit" kick 10
dreamt "$out/kit" bass 6

if [ -n "$data" ]; then
    data=$(realpath -e "$data")
    rm -rf "$out/data"
    "$dream" studio init "$out/data" > /dev/null
    "$dream" import "$data/oneshots" "$data/loops" "$data/vocals" --studio "$out/data" > /dev/null
    for song in "$data"/multitrack/EverythingIsFree_*/mix.flac; do
        # Every mix is called the same: stems lie in a folder of the track's name.
        mkdir -p "$out/songs"
        ln -sf "$song" "$out/songs/$(basename "$(dirname "$song")").flac"
        separated "$out/data" "$out/songs/$(basename "$(dirname "$song")").flac"
    done
    dreamt "$out/data" kick 10
    dreamt "$out/data" bass 6
fi
for studio in kit data; do
    [ ! -d "$out/$studio" ] || "$dream" stats --studio "$out/$studio"
done
