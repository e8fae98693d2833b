#pragma once

#include <cstddef>
#include <vector>

namespace nde::nn::demucs {

/// A matrix [inner, columns] that many products share, laid out for the tile kernel.
/// @thread  immutable after construction.
class PackedMatrix
{
public:
    /// Element (k, j) is data[k · innerStride + j · columnStride].
    PackedMatrix(std::size_t inner, std::size_t columns, const float* data, std::size_t innerStride,
                 std::size_t columnStride);

    /// c [rows, columns] = a [rows, inner] · this; element (i, k) of a is
    /// a[i · rowStride + k · innerStride]. One thread.
    void multiply(const float* a, std::size_t rows, std::size_t rowStride, std::size_t innerStride,
                  float* c, std::size_t cStride) const;

    /// sums [kRows, panels() · kColumns] += packed [inner, kRows]ᵀ · this.
    void accumulate(const float* packed, float* sums) const;

    [[nodiscard]] std::size_t inner() const { return m_inner; }
    [[nodiscard]] std::size_t panels() const { return m_panels; }

    static constexpr std::size_t kRows = 6; ///< 6 × 16 sums fill the 16 registers of AVX2
    static constexpr std::size_t kColumns = 16;

private:
    std::size_t m_inner;
    std::size_t m_columns;
    std::size_t m_panels;
    std::vector<float> m_packed; ///< [panels, inner, kColumns], filled up with zeros
};

/// The hidden-to-hidden half of one direction of an LSTM layer. The input half is one matrix
/// product over all steps and is handed in as `gates`.
///
/// LibTorch's own LSTM multiplies step by step through whatever `libblas.so.3` is installed, by
/// default the reference BLAS; here sequences are independent, so each thread runs its share of
/// them from the first step to the last without meeting the others.
/// @thread  immutable after construction.
/// @source  Hochreiter, Schmidhuber, "Long short-term memory", 1997; gate order i, f, g, o as in
///          torch.nn.LSTM.
class LstmRecurrence
{
public:
    /// @param weight  [4·hidden, hidden], `weight_hh`.
    LstmRecurrence(std::size_t hidden, const float* weight);

    /// Sequences [first, last) of `sequences`, all steps.
    /// @param gates   [steps, sequences, 4·hidden], input projection plus both biases; not changed.
    /// @param output  [steps, sequences, outputStride]; `hidden` values a row are written.
    void run(const float* gates, std::size_t steps, std::size_t sequences, std::size_t first,
             std::size_t last, bool isBackward, float* output, std::size_t outputStride) const;

    /// Sequences that one pass of the kernel handles together: a good size for a thread's share.
    static constexpr std::size_t kRows = PackedMatrix::kRows;

private:
    std::size_t m_hidden;
    PackedMatrix m_weight;
};

/// y [rows, columns] += bias [columns].
void addToRows(float* y, std::size_t rows, std::size_t columns, const float* bias);

/// Softmax over each row of scores [rows, columns] with a penalty that grows with the distance:
/// row r stands for position `first` + r, column c for position c, and scores become
/// scale · score − slope[r] · |first + r − c|, −100 where both are the same position.
/// @source  LocalState of Demucs v3: self reference is filled with −100, not with −∞.
void localSoftmax(float* scores, std::size_t rows, std::size_t columns, std::size_t first,
                  float scale, const float* slope);

} // namespace nde::nn::demucs
