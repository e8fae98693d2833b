#pragma once

namespace nde::nn::demucs {

/// Sets torch's intra-op threads for a program that links only this library; the application uses
/// `nn::configureInference`.
void setThreads(int threads);

} // namespace nde::nn::demucs
