#pragma once

#include "core/nn/kernels/Isa.h"

#include <cstddef>

/// What is compiled once per instruction set: loops over blocks that fit a core's caches. Blocking
/// over threads, packing of weights and memory are in the .cpp files that call these.
///
/// A packed left matrix [rows, inner] is a sequence of panels of `panelRows(table, left)` rows; a
/// panel of R rows is stored [inner][R] and starts at row · inner. A packed right matrix
/// [inner, columns] is panels of `nr` columns, each [inner][nr], the last filled up with zeros.
namespace nde::nn::kernels {

enum class Act
{
    None,
    Gelu, ///< x · Φ(x), with erf
    Relu,
    Glu ///< rows in pairs: a panel's first half times the sigmoid of its second half
};

/// out = act(left · right + bias) · scale + residual, for one block of columns.
struct ConvBlock
{
    const float* left {}; ///< packed
    std::size_t rows {};
    std::size_t inner {};
    const float* right {}; ///< packed
    std::size_t columns {};
    const float* bias {}; ///< [rows], in packed order
    const float* scale {}; ///< [rows of out] or null
    float* out {}; ///< first column of the block
    const float* residual {}; ///< laid out like `out`, or null; may be it
    std::size_t outStride {};
    Act act {Act::None};
    float* partial {}; ///< partialFloats(columns)
};

/// y = act(x · right + bias) · scale (+ y); tokens are rows.
struct TokenBlock
{
    const float* x {};
    std::size_t xStride {};
    std::size_t tokens {}; ///< at most tokenBlock
    const float* right {}; ///< packed [inner, outs]
    std::size_t inner {};
    std::size_t outs {};
    const float* bias {}; ///< filled up to nr
    const float* scale {}; ///< filled up to nr, or null
    float* y {};
    std::size_t yStride {};
    bool isAdded {};
    Act act {Act::None};
    float* partial {}; ///< partialFloats(featureBlock)
};

struct AttentionBlock
{
    const float* q {};
    std::size_t qStride {};
    std::size_t queries {}; ///< at most queryBlock
    const float* keys {}; ///< packKeys
    const float* values {}; ///< packValues
    std::size_t count {}; ///< of keys
    std::size_t width {}; ///< of a head
    float scale {};
    float* out {};
    std::size_t outStride {};
    float* scratch {}; ///< attentionFloats(width)
};

/// Sum and sum of squares.
struct Sums
{
    double sum {};
    double squares {};
};

/// hidden = left · taps of x + bias, for one row (or tile) of a residual block.
struct DilatedConv
{
    const float* left {}; ///< packed [rows, channels · taps]
    std::size_t rows {};
    std::size_t channels {};
    std::size_t taps {};
    const float*
        x {}; ///< [channels][xStride]; readable from -reach to roundUp(columns, nr) + reach
    std::size_t xStride {};
    std::size_t dilation {};
    std::size_t columns {};
    const float* bias {}; ///< [rows]
    float* hidden {}; ///< [rows][hiddenStride ≥ roundUp(columns, nr)]
    std::size_t hiddenStride {};
};

/// The 1×1 convolution of a residual block with paired rows.
struct Expansion
{
    const float* left {}; ///< packed, paired [rows, inner]
    std::size_t rows {};
    std::size_t inner {};
    const float* hidden {};
    std::size_t hiddenStride {};
    std::size_t columns {};
    const float* factor {}; ///< [rows]: norm folded in, packed order; null = 1
    const float* offset {}; ///< [rows]
    const float* scale {}; ///< [rows / 2]
    const float* x {}; ///< [rows / 2][xStride], readable up to roundUp(columns, nr)
    std::size_t xStride {};
    float* out {}; ///< [rows / 2][outStride]
    std::size_t outStride {};
};

/// c [rows, columns] = a · b (+ bias) or c += a · b; the element (i, k) of a is
/// a[i · aRow + k · aInner], of b (k, j) is b[k · bInner + j]. One sum per element in the order of
/// k.
struct Product
{
    const float* a {};
    std::size_t aRow {};
    std::size_t aInner {};
    const float* b {};
    std::size_t bInner {};
    std::size_t rows {};
    std::size_t columns {}; ///< a multiple of nr
    std::size_t inner {};
    const float* bias {}; ///< [columns] or null
    float* c {};
    std::size_t cStride {};
    bool isAdded {};
};

/// y = SiLU(norm(x) · weight + bias) · keep, row by row; x becomes norm(x). Widths are multiples of
/// 32, here and in NormSiluBack.
struct NormSilu
{
    std::size_t rows {};
    std::size_t width {};
    float* x {}; ///< [rows, width]
    const float* weight {}; ///< [width]
    const float* bias {}; ///< [width]
    const float* keep {}; ///< [rows, width] or null
    float eps {};
    float* inverse {}; ///< 1 / deviation of every row, [rows]
    float* y {}; ///< [rows, width]
};

struct NormSiluBack
{
    std::size_t rows {};
    std::size_t width {};
    const float* x {}; ///< as NormSilu left it
    const float* weight {};
    const float* bias {};
    const float* keep {};
    const float* inverse {};
    const float* dy {}; ///< [rows, width]
    float* dx {}; ///< [rows, width]; may be dy
    float* dWeight {}; ///< [width], set
    float* dBias {}; ///< [width], set
};

/// One step of AdamW, all in place.
/// @source  Loshchilov, Hutter, "Decoupled weight decay regularization", ICLR 2019, algorithm 2.
struct AdamStep
{
    std::size_t count {};
    float* value {};
    float* mean {};
    float* square {};
    const float* gradient {};
    float gradientScale {}; ///< from clipping
    float decay {}; ///< 1 − rate · weight decay
    float rate {}; ///< rate / (1 − β1^t)
    float beta1 {};
    float beta2 {};
    float squareScale {}; ///< 1 / sqrt(1 − β2^t)
    float eps {};
};

struct KernelTable
{
    Isa isa;
    std::size_t mr; ///< rows of the largest tile
    std::size_t nr; ///< columns of a tile
    std::size_t tokenBlock; ///< tokens that one TokenBlock takes at most
    std::size_t featureBlock; ///< columns of a TokenBlock that are summed at a time
    std::size_t queryBlock;
    std::size_t keyBlock;

    std::size_t (*partialFloats)(std::size_t columns);
    std::size_t (*attentionFloats)(std::size_t width);

    void (*convBlock)(const ConvBlock&);
    void (*tokenBlockRun)(const TokenBlock&);

    /// Copies `count` floats (a + b where b is not null) to columns `column`… of one inner row of a
    /// packed right matrix; panelStride = inner · nr.
    void (*copyToPanels)(const float* a, const float* b, std::size_t count, std::size_t step,
                         float* row, std::size_t column, std::size_t panelStride);
    void (*clearPanels)(std::size_t count, float* row, std::size_t column, std::size_t panelStride);

    void (*packKeys)(const float* k, std::size_t stride, std::size_t count, std::size_t width,
                     float* out);
    void (*packValues)(const float* v, std::size_t stride, std::size_t count, std::size_t width,
                       float* out);
    void (*attention)(const AttentionBlock&);

    Sums (*dilatedConv)(const DilatedConv&);
    Sums (*expansionSums)(const Expansion&);
    void (*expansion)(const Expansion&);

    void (*normTokens)(const float* x, std::size_t tokens, std::size_t channels,
                       const float* weight, const float* bias, float eps, float* y);
    Sums (*sums)(const float* x, std::size_t count);
    /// y = x · a[c] + b[c] over rows of tokens.
    void (*affineTokens)(const float* x, std::size_t tokens, std::size_t channels, const float* a,
                         const float* b, float* y);
    /// y = x · a + b, then act (not Glu).
    void (*affine)(const float* x, std::size_t count, float a, float b, Act act, float* y);
    /// y = a · sigmoid(b).
    void (*glu)(const float* a, const float* b, std::size_t count, float* y);
    /// [phases][count] → [count][phases], then act; rows of `in` are inStride apart.
    void (*interleave)(const float* in, std::size_t inStride, std::size_t phases, std::size_t count,
                       Act act, float* out);
    void (*transpose)(const float* in, std::size_t inStride, std::size_t rows, std::size_t columns,
                      float* out, std::size_t outStride);

    void (*product)(const Product&);
    void (*normSilu)(const NormSilu&);
    void (*normSiluBack)(const NormSiluBack&);
    /// out[j] = sum over the rows; width a multiple of 32.
    void (*columnSums)(const float* x, std::size_t rows, std::size_t width, float* out);
    void (*adamStep)(const AdamStep&);

    void (*exponential)(const float* x, std::size_t count, float* y);
    void (*errorFunction)(const float* x, std::size_t count, float* y);
};

/// @return  the table, null where this build has none for `isa`.
[[nodiscard]] const KernelTable* tableFor(Isa isa);

/// Rows of the next panel when `left` rows are still to be packed.
[[nodiscard]] std::size_t panelRows(const KernelTable& table, std::size_t left);

} // namespace nde::nn::kernels
