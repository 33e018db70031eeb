#include "isa.hpp"

#include <cstdlib>
#include <stdexcept>
#include <string>

namespace rot180 {

#if defined(__x86_64__)
namespace avx512 {
extern const Isa kIsa;
}
namespace avx2 {
extern const Isa kIsa;
}
#endif
namespace baseline {
extern const Isa kIsa;
}

namespace {

struct Candidate {
  const Isa* isa;
  bool present;
};

const Isa& choose() {
  const Candidate candidates[] = {
#if defined(__x86_64__)
      {&avx512::kIsa, __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                          __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq")},
      {&avx2::kIsa, __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")},
#endif
      {&baseline::kIsa, true},
  };
  const char* forced = std::getenv("ROT180_ISA");
  for (const Candidate& c : candidates) {
    if (forced && *forced ? std::string(forced) == c.isa->name : c.present) {
      if (c.present) return *c.isa;
      throw std::runtime_error("ROT180_ISA=" + std::string(forced) +
                               ": this processor does not have it");
    }
  }
  throw std::runtime_error("ROT180_ISA=" + std::string(forced) + ": use avx512, avx2 or baseline");
}

}  // namespace

const Isa& isa() {
  static const Isa& chosen = choose();
  return chosen;
}

}  // namespace rot180
