// The floating-point environment of the arithmetic contract: round to nearest, subnormals kept.
#pragma once

#if defined(__x86_64__)
#include <xmmintrin.h>
#else
#include <cfenv>
#endif

namespace rot180 {

// Holds while it lives, in its own thread: every task of every thread needs one, because other
// libraries are known to leave "flush to zero" set in threads of the process.
class ContractEnvironment {
 public:
  ContractEnvironment(const ContractEnvironment&) = delete;
  ContractEnvironment& operator=(const ContractEnvironment&) = delete;

#if defined(__x86_64__)
  ContractEnvironment() : saved_(_mm_getcsr()) {
    constexpr unsigned kDefault = 0x1f80;  // exceptions masked, no FTZ, no DAZ, to nearest
    if ((saved_ & ~kFlags) != kDefault) _mm_setcsr(kDefault);
  }
  ~ContractEnvironment() {
    if (_mm_getcsr() != saved_) _mm_setcsr(saved_);
  }

 private:
  static constexpr unsigned kFlags = 0x3f;  // exceptions that have occurred
  unsigned saved_;
#else
  ContractEnvironment() {
    std::fegetenv(&saved_);
    std::fesetenv(FE_DFL_ENV);
  }
  ~ContractEnvironment() { std::fesetenv(&saved_); }

 private:
  std::fenv_t saved_;
#endif
};

}  // namespace rot180
