// Every float32 argument of every function of native/float_math.hpp against a correctly rounded
// reference, and 10^8 pairs of pow; prints a hash of the results for each block of 2^24 arguments,
// and one of every 4099th.
//
// The reference: libm's binary64 value decides wherever all numbers within 2^-47 of it round to one
// float32 (its own error is some 2^-52); MPFR with 300 bits decides the few others.
#include <mpfr.h>

#include <atomic>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#define ROT180_ISA native
#include "../../native/float_math.hpp"

namespace {

namespace math = rot180::native::math;

constexpr std::uint32_t kBlock = 1u << 24;
constexpr int kBlocks = 256;
constexpr std::uint32_t kChunk = 4096;
constexpr std::uint64_t kStride = 4099;

// A hash is the sum of this over all arguments, modulo 2^64.
std::uint64_t mix(std::uint32_t argument, std::uint32_t result) {
  std::uint64_t z = (std::uint64_t{argument} << 32 | result) * 0x9e3779b97f4a7c15;
  z = (z ^ z >> 32) * 0xd6e8feb86659fd93;
  return z ^ z >> 32;
}

struct Function {
  const char* name;
  void (*ours)(const float* x, float* y);
  double (*libm)(double);
  void (*exact)(mpfr_t y, mpfr_t x);
};

template <float F(float)>
void chunk(const float* x, float* y) {
  for (std::uint32_t i = 0; i < kChunk; ++i) y[i] = F(x[i]);
}

void exact_sigmoid(mpfr_t y, mpfr_t x) {
  mpfr_neg(y, x, MPFR_RNDN);
  mpfr_exp(y, y, MPFR_RNDN);
  mpfr_add_ui(y, y, 1, MPFR_RNDN);
  mpfr_ui_div(y, 1, y, MPFR_RNDN);
}

void exact_softplus(mpfr_t y, mpfr_t x) {
  mpfr_exp(y, x, MPFR_RNDN);
  mpfr_log1p(y, y, MPFR_RNDN);
}

const Function kFunctions[] = {
    {"exp", chunk<math::exp>, [](double x) { return std::exp(x); },
     [](mpfr_t y, mpfr_t x) { mpfr_exp(y, x, MPFR_RNDN); }},
    {"expm1", chunk<math::expm1>, [](double x) { return std::expm1(x); },
     [](mpfr_t y, mpfr_t x) { mpfr_expm1(y, x, MPFR_RNDN); }},
    {"log", chunk<math::log>, [](double x) { return std::log(x); },
     [](mpfr_t y, mpfr_t x) { mpfr_log(y, x, MPFR_RNDN); }},
    {"tanh", chunk<math::tanh>, [](double x) { return std::tanh(x); },
     [](mpfr_t y, mpfr_t x) { mpfr_tanh(y, x, MPFR_RNDN); }},
    {"sigmoid", chunk<math::sigmoid>, [](double x) { return 1 / (1 + std::exp(-x)); },
     exact_sigmoid},
    {"softplus", chunk<math::softplus>,
     [](double x) { return std::fmax(x, 0.0) + std::log1p(std::exp(-std::fabs(x))); },
     exact_softplus},
    {"erf", chunk<math::erf>, [](double x) { return std::erf(x); },
     [](mpfr_t y, mpfr_t x) { mpfr_erf(y, x, MPFR_RNDN); }},
    {"sin", chunk<math::sin>, [](double x) { return std::sin(x); },
     [](mpfr_t y, mpfr_t x) { mpfr_sin(y, x, MPFR_RNDN); }},
    {"cos", chunk<math::cos>, [](double x) { return std::cos(x); },
     [](mpfr_t y, mpfr_t x) { mpfr_cos(y, x, MPFR_RNDN); }},
    {"tan", chunk<math::tan>, [](double x) { return std::tan(x); },
     [](mpfr_t y, mpfr_t x) { mpfr_tan(y, x, MPFR_RNDN); }},
    {"asin", chunk<math::asin>, [](double x) { return std::asin(x); },
     [](mpfr_t y, mpfr_t x) { mpfr_asin(y, x, MPFR_RNDN); }},
    {"acos", chunk<math::acos>, [](double x) { return std::acos(x); },
     [](mpfr_t y, mpfr_t x) { mpfr_acos(y, x, MPFR_RNDN); }},
    {"atan", chunk<math::atan>, [](double x) { return std::atan(x); },
     [](mpfr_t y, mpfr_t x) { mpfr_atan(y, x, MPFR_RNDN); }},
    {"sinh", chunk<math::sinh>, [](double x) { return std::sinh(x); },
     [](mpfr_t y, mpfr_t x) { mpfr_sinh(y, x, MPFR_RNDN); }},
    {"cosh", chunk<math::cosh>, [](double x) { return std::cosh(x); },
     [](mpfr_t y, mpfr_t x) { mpfr_cosh(y, x, MPFR_RNDN); }},
    {"asinh", chunk<math::asinh>, [](double x) { return std::asinh(x); },
     [](mpfr_t y, mpfr_t x) { mpfr_asinh(y, x, MPFR_RNDN); }},
    {"acosh", chunk<math::acosh>, [](double x) { return std::acosh(x); },
     [](mpfr_t y, mpfr_t x) { mpfr_acosh(y, x, MPFR_RNDN); }},
    {"atanh", chunk<math::atanh>, [](double x) { return std::atanh(x); },
     [](mpfr_t y, mpfr_t x) { mpfr_atanh(y, x, MPFR_RNDN); }},
};

std::uint32_t bits(float x) { return x == x ? std::bit_cast<std::uint32_t>(x) : 0x7fc00000u; }

class Reference {
 public:
  explicit Reference(const Function& f) : f_(f) {
    mpfr_init2(x_, 300);
    mpfr_init2(y_, 300);
  }
  ~Reference() {
    mpfr_clear(x_);
    mpfr_clear(y_);
  }
  Reference(const Reference&) = delete;

  float operator()(float x) {
    const double y = f_.libm(x);
    const float low = static_cast<float>(y * (1 - 0x1p-47));
    const float high = static_cast<float>(y * (1 + 0x1p-47));
    if (bits(low) == bits(high)) return low;
    ++hard;
    mpfr_set_flt(x_, x, MPFR_RNDN);
    f_.exact(y_, x_);
    return mpfr_get_flt(y_, MPFR_RNDN);
  }

  std::uint64_t hard = 0;

 private:
  const Function& f_;
  mpfr_t x_, y_;
};

struct Result {
  std::uint64_t hash = 0;
  std::uint64_t wrong = 0;
  std::uint64_t hard = 0;
};

Result check(const Function& f, int block) {
  Result result;
  Reference reference(f);
  float x[kChunk];
  float y[kChunk];
  for (std::uint32_t start = 0; start < kBlock; start += kChunk) {
    for (std::uint32_t i = 0; i < kChunk; ++i) {
      x[i] = std::bit_cast<float>(block * kBlock + start + i);
    }
    f.ours(x, y);
    for (std::uint32_t i = 0; i < kChunk; ++i) {
      const std::uint32_t b = std::bit_cast<std::uint32_t>(y[i]);
      result.hash += mix(block * kBlock + start + i, b);
      const float expected = reference(x[i]);
      if (b != bits(expected)) {
        ++result.wrong;
        std::fprintf(stderr, "%s(%a) = %a, correctly rounded %a\n", f.name, x[i], y[i], expected);
      }
    }
  }
  result.hard = reference.hard;
  return result;
}

}  // namespace

// 10^8 pairs: bits at random, and every second time an exponent that keeps most powers finite.
constexpr std::uint64_t kPairs = 100'000'000;
constexpr std::uint64_t kSampledPairs = 1'000'000;  // the tests' share

std::uint64_t check_pow() {
  std::uint64_t hash = 0;
  std::uint64_t wrong = 0;
  std::uint64_t apart = 0;
  for (std::uint64_t i = 0; i < kPairs; ++i) {
    const std::uint64_t r = mix(i >> 1, i & 1) ^ mix(i, 7);
    std::uint32_t exponent = r >> 32;
    if (i & 1) exponent = (exponent & 0x807fffff) | (111 + (exponent >> 23 & 31)) << 23;
    const float x = std::bit_cast<float>(static_cast<std::uint32_t>(r));
    const float y = std::bit_cast<float>(exponent);
    const float ours = math::pow(x, y);
    const float expected = static_cast<float>(std::pow(double{x}, double{y}));
    hash += mix(i, std::bit_cast<std::uint32_t>(ours));
    if (i + 1 == kSampledPairs) {
      std::printf("pow sample %016llx\n", static_cast<unsigned long long>(hash));
    }
    if (bits(ours) == bits(expected)) continue;
    ++apart;
    // Neighbours have neighbouring bits.
    if (std::abs(static_cast<std::int64_t>(bits(ours)) - bits(expected)) > 1) {
      ++wrong;
      std::fprintf(stderr, "pow(%a, %a) = %a, not %a\n", x, y, ours, expected);
    }
  }
  std::printf("pow pairs %016llx\n", static_cast<unsigned long long>(hash));
  std::fprintf(stderr, "pow: %llu of 10^8 not within 1 ULP; %llu not correctly rounded\n",
               static_cast<unsigned long long>(wrong), static_cast<unsigned long long>(apart));
  return wrong;
}

// Arguments: the names of the functions to check; all without.
int main(int argc, char** argv) {
  std::uint64_t wrong = 0;
  for (const Function& f : kFunctions) {
    bool chosen = argc == 1;
    for (int i = 1; i < argc; ++i) chosen |= std::string(argv[i]) == f.name;
    if (!chosen) continue;
    std::vector<Result> results(kBlocks);
    std::atomic<int> next{0};
    std::vector<std::jthread> threads;
    for (unsigned t = 0; t < std::thread::hardware_concurrency(); ++t) {
      threads.emplace_back([&] {
        for (int block; (block = next++) < kBlocks;) results[block] = check(f, block);
        mpfr_free_cache();
      });
    }
    threads.clear();
    Result total;
    std::uint64_t sampled = 0;
    for (std::uint64_t a = 0; a < 1ull << 32; a += kChunk * kStride) {
      float x[kChunk];
      float y[kChunk];
      for (std::uint64_t i = 0; i < kChunk; ++i) {
        x[i] = std::bit_cast<float>(static_cast<std::uint32_t>(a + i * kStride));
      }
      f.ours(x, y);
      for (std::uint64_t i = 0; i < kChunk && a + i * kStride < 1ull << 32; ++i) {
        sampled += mix(a + i * kStride, std::bit_cast<std::uint32_t>(y[i]));
      }
    }
    for (int block = 0; block < kBlocks; ++block) {
      std::printf("%s %02x %016llx\n", f.name, block,
                  static_cast<unsigned long long>(results[block].hash));
      total.wrong += results[block].wrong;
      total.hard += results[block].hard;
    }
    std::printf("%s stride %016llx\n", f.name, static_cast<unsigned long long>(sampled));
    std::fflush(stdout);
    std::fprintf(stderr, "%s: %llu of 2^32 not correctly rounded; MPFR decided %llu\n", f.name,
                 static_cast<unsigned long long>(total.wrong),
                 static_cast<unsigned long long>(total.hard));
    wrong += total.wrong;
  }
  bool chosen = argc == 1;
  for (int i = 1; i < argc; ++i) chosen |= std::string(argv[i]) == "pow";
  if (chosen) wrong += check_pow();
  return wrong ? 1 : 0;
}
