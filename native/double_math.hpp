// The transcendental functions of the arithmetic contract (docs/arithmetic.md), in binary64.
//
// Only + - * / sqrt, comparisons and moves of bits, in a fixed order: DoubleMath.java does the same
// operations on the same constants and therefore returns the same bits. No libm, no fma. Every
// function is free of branches (a select costs less than a mispredicted jump) so that loops over
// arrays vectorise. tools/coefficients.py derives the constants.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

// In the namespace of the instruction set that compiles it: an inline function of one must never
// stand in for that of another.
namespace rot180::ROT180_ISA::math {

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();
inline constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// 1.5 * 2^52: adding it rounds to an integer and leaves that integer in the low bits.
inline constexpr double kShift = 0x1.8p52;
// ln 2 in two parts. The first has 11 trailing zero bits: its product with an exponent is exact.
inline constexpr double kLn2High = 0x1.62e42fefa3800p-1;
inline constexpr double kLn2Low = 0x1.ef35793c76730p-45;

inline std::uint64_t bits(double x) { return std::bit_cast<std::uint64_t>(x); }
inline double from_bits(std::uint64_t b) { return std::bit_cast<double>(b); }

inline double magnitude(double x) { return from_bits(bits(x) & 0x7fffffffffffffff); }
inline double with_sign_of(double magnitude, double sign) {
  return from_bits(bits(magnitude) | (bits(sign) & 0x8000000000000000));
}
// min and max that keep a NaN in x.
inline double at_most(double x, double limit) { return x > limit ? limit : x; }
inline double at_least(double x, double limit) { return x < limit ? limit : x; }

// high + low exactly.
struct Pair {
  double high;
  double low;
};

inline Pair sum(double a, double b) {
  double s = a + b;
  double t = s - a;
  return {s, (a - (s - t)) + (b - t)};
}

// 2^k for an integer k in [-1022, 1023].
inline double power_of_two(double k) { return from_bits((bits(k + kShift) + 1023) << 52); }

// e^x = 2^exponent * (1 + fraction), |fraction| < 0.42.
struct ExpParts {
  double exponent;
  double fraction;
};

// |x| <= 750. `low` is a correction of x, below its last place.
inline ExpParts exp_parts(double x, double low = 0) {
  double k = (x * 0x1.71547652b82fep+0 + kShift) - kShift;  // x / ln 2
  double high = x - k * kLn2High;                           // exact
  low -= k * kLn2Low;
  double r = high + low;
  double lost = (high - r) + low;
  double z = r * r;
  // (e^r - 1 - r) / r^2, even and odd powers apart to shorten the chain of operations.
  double even =
      0x1.0p-1 + z * (0x1.5555555555556p-5 +
                      z * (0x1.6c16c16c162d4p-10 +
                           z * (0x1.a01a01a6d889cp-16 +
                                z * (0x1.27e4db646b17ep-22 + z * 0x1.1f730349868cep-29))));
  double odd =
      0x1.5555555555557p-3 +
      z * (0x1.11111111100dcp-7 +
           z * (0x1.a01a01abe7fe1p-13 + z * (0x1.71de0231960ebp-19 + z * 0x1.af4de97ca4194p-26)));
  return {k, r + (lost + z * (even + r * odd))};
}

// e^x for |x| <= 700: no overflow, no subnormal result.
inline double exp_narrow(double x) {
  ExpParts e = exp_parts(x);
  return (1.0 + e.fraction) * power_of_two(e.exponent);
}

// 2^k * y for |k| <= 1100 in two exact steps and one that may round or overflow.
inline double scale(double y, double k) {
  double half = (k * 0.5 + kShift) - kShift;
  return y * power_of_two(half) * power_of_two(k - half);
}

inline double exp(double x) {
  ExpParts e = exp_parts(at_most(at_least(x, -750.0), 750.0));
  return scale(1.0 + e.fraction, e.exponent);
}

inline double expm1(double x) {
  ExpParts e = exp_parts(at_most(at_least(x, -50.0), 708.0));
  double two_k = power_of_two(e.exponent);
  double y = two_k * e.fraction + (two_k - 1.0);
  return x > 708.0 ? exp(x) : x == 0.0 ? x : y;
}

// x = 2^exponent * (1 + fraction) with 1 + fraction in [sqrt(1/2), sqrt(2)).
struct LogParts {
  double exponent;
  double fraction;
};

// x positive, finite and normal.
inline LogParts log_parts(double x) {
  constexpr std::uint64_t kSqrtHalf = 0x3fe6a09e667f3bcd;
  constexpr std::uint64_t kOne = 0x3ff0000000000000;
  std::uint64_t biased = (bits(x) - kSqrtHalf + kOne) >> 52;
  double m = from_bits(bits(x) - (biased << 52) + kOne);
  // 2^52 + biased, whose low bits are `biased`.
  double exponent = from_bits(0x4330000000000000 | biased) - (0x1p52 + 1023);
  return {exponent, m - 1.0};
}

// k ln 2 + log(1 + f), f in [sqrt(1/2) - 1, sqrt(2) - 1].
inline double log_of_parts(double k, double f) {
  // log(1 + f) = 2 atanh(s) = 2s + s R(s^2) = f - s (f - R) with s = f / (2 + f).
  double s = f / (2.0 + f);
  double z = s * s;
  double w = z * z;
  double even = 0x1.5555555555558p-1 +
                w * (0x1.2492492df281ap-2 + w * (0x1.7462b51cb66b1p-3 + w * 0x1.2b5900de53b32p-3));
  double odd = 0x1.99999999952d7p-2 + w * (0x1.c71c62e3f11e6p-3 + w * 0x1.39fe51a7c18f9p-3);
  double r = z * (even + z * odd);
  double a = k * kLn2High;
  double high = a + f;
  double lost = (a - high) + f;  // |a| > |f| or a = 0
  return high + ((lost + k * kLn2Low) - s * (f - r));
}

// What a logarithm is outside the positive finite numbers.
inline double log_limits(double x, double inside) {
  double y = x == kInfinity ? x : inside;
  y = x == 0.0 ? -kInfinity : y;
  return x >= 0.0 ? y : kNaN;
}

// x neither subnormal nor (as a widened float32 never is) below 2^-1022.
inline double log_narrow(double x) {
  LogParts p = log_parts(x);
  return log_limits(x, log_of_parts(p.exponent, p.fraction));
}

inline double log(double x) {
  bool subnormal = x < 0x1p-1022;
  LogParts p = log_parts(subnormal ? x * 0x1p54 : x);
  return log_limits(x, log_of_parts(subnormal ? p.exponent - 54.0 : p.exponent, p.fraction));
}

inline double tanh_narrow(double x) {
  // e^2a - 1 over e^2a + 1; 1 beyond 22.
  ExpParts e = exp_parts(2.0 * at_most(magnitude(x), 22.0));
  double two_k = power_of_two(e.exponent);
  double expm1 = two_k * e.fraction + (two_k - 1.0);
  return with_sign_of(expm1 / (expm1 + 2.0), x);
}

// The same within 2 ULP: what both sums lost corrects the quotient.
inline double tanh(double x) {
  ExpParts e = exp_parts(2.0 * at_most(magnitude(x), 22.0));
  double two_k = power_of_two(e.exponent);
  Pair expm1 = sum(two_k * e.fraction, two_k - 1.0);
  Pair d = sum(expm1.high, 2.0);
  double q = expm1.high / d.high;
  return with_sign_of(q + (expm1.low - q * (d.low + expm1.low)) / d.high, x);
}

// |x| <= 700
inline double sigmoid_narrow(double x) { return 1.0 / (1.0 + exp_narrow(-x)); }

inline double sigmoid(double x) {
  Pair d = sum(1.0, exp_narrow(-at_most(at_least(x, -700.0), 700.0)));
  double q = 1.0 / d.high;
  // Below -700 the 1 of e^x / (1 + e^x) is beyond the last place.
  return x < -700.0 ? exp(x) : q - q * d.low / d.high;
}

// log(1 + e^x) = max(x, 0) + log(1 + e^-|x|)
inline double softplus_of(double x, double t) {
  bool large = t > 0x1.a8p-2;  // then 1 + t = 2 (1 + f)
  double f = large ? (t - 1.0) * 0.5 : t;
  return at_least(x, 0.0) + log_of_parts(large ? 1.0 : 0.0, f);
}

// x >= -700
inline double softplus_narrow(double x) {
  return softplus_of(x, exp_narrow(-at_most(magnitude(x), 700.0)));
}

inline double softplus(double x) { return softplus_of(x, exp(-magnitude(x))); }

inline double erf(double x) {
  double a = at_most(magnitude(x), 6.0);  // 1 beyond
  // |x| < 1: x + x P(x^2)
  double z = a * a;
  double w = z * z;
  double even = 0x1.06eba8214db68p-3 +
                w * (0x1.ce2f21a040f66p-4 +
                     w * (0x1.565bccfa44156p-8 +
                          w * (0x1.f9a2be4f731a1p-14 +
                               w * (0x1.b981d78881a5dp-20 + w * 0x1.d76af6ca49787p-27))));
  double odd = -0x1.812746b0379c1p-2 +
               w * (-0x1.b82ce31203772p-6 +
                    w * (-0x1.c02db0665e53dp-11 +
                         w * (-0x1.f4ca838adb73bp-17 +
                              w * (-0x1.5c131500d3f88p-23 + w * -0x1.ac9585a44fe29p-31))));
  double small = a + a * (even + z * odd);
  // Else 1 - e^-x^2 Q(u): Q = erfcx is smooth in u = (x - 3) / (x + 3), |u| <= 1/2.
  double u = (a - 3.0) / (a + 3.0);
  double v = u * u;
  double q_even =
      0x1.6e9827d229d2dp-3 +
      v * (0x1.f6ff20410599bp-3 +
           v * (0x1.258b13b0139fep-4 +
                v * (0x1.17c838fea5806p-8 +
                     v * (-0x1.39085a31b18abp-11 +
                          v * (0x1.0cb1db32e0c9fp-14 +
                               v * (-0x1.0cb4611cc29f6p-17 + v * 0x1.57a5fe2b9b75ep-20))))));
  double q_odd = -0x1.4e102b9cf8512p-2 +
                 v * (-0x1.336ffbef08cbbp-3 +
                      v * (-0x1.8fa58eb5bd68fp-6 +
                           v * (0x1.73101ea8fe252p-11 +
                                v * (0x1.7b9fc8eb630e9p-15 +
                                     v * (-0x1.af2329d757293p-17 + v * 0x1.0f9a79cee3e31p-19)))));
  double large = 1.0 - exp_narrow(-z) * (q_even + u * q_odd);
  return with_sign_of(a >= 1.0 ? large : small, x);
}

}  // namespace rot180::ROT180_ISA::math
