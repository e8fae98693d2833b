// Writes a tiny valid file of every format into a corpus: fuzz_seeds FOLDER
#include "tests/unit/nn/checkpoint/CheckpointBytes.h"

#include <cstdio>
#include <filesystem>
#include <fstream>

int main(int argc, char** argv)
{
    using namespace nde::nn::checkpoint::bytes;
    if (argc != 2) {
        std::puts("usage: fuzz_seeds FOLDER");
        return 2;
    }
    const std::filesystem::path root = argv[1];
    const auto write = [&root](const std::string& name, const std::string& content) {
        std::filesystem::create_directories((root / name).parent_path());
        std::ofstream(root / name, std::ios::binary) << content;
    };
    PickleWriter views;
    views.text("t").tensor("HalfStorage", "0", 12, 1, {3, 2}, {1, 4}, {{0, 12}});
    const std::string viewed = packagePickle(bare(views));
    write("package/archive", tinyArchive());
    write("package/plain-end",
          zipArchive(torchFiles(packagePickle(tinyState())), {.end64 = false}));
    write("package/legacy", tinyLegacy());
    write("package/legacy-view", legacyFile(viewed, {{"0", 12, std::string(24, 'x')}}));
    write("package/safetensors", tinySafeTensors());
    write("pickle/package", packagePickle(tinyState()));
    write("pickle/views", viewed);
    write("pickle/weights", PickleWriter().raw("}(").raw(tinyState()).raw("u").stop());
    write("safetensors/tiny", tinySafeTensors());
    write("yaml/flow",
          "models: ['f7e0c4bc', 'd12395a8']\nweights: [\n  [1., 0.],\n  [0., 1.],\n]\n");
    write("yaml/block",
          "---\nmodels: # two\n- \"a1\"\n- b2\nweights:\n- - 1.\n  - 0.5\n- [1e+0, 2]\nsegment: "
          "7.8\n");
    write("yaml/json", R"({"a": [1, -2.5e3, "x\u00e9", null, true], "b": {}})");
    write("yaml/fraction", "-39/15");
    return 0;
}
