// The transcendental functions of the arithmetic contract (docs/arithmetic.md), in binary64.
//
// Only + - * / sqrt, comparisons and moves of bits, in a fixed order: FloatMath.java does the same
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
  double high = x - k * kLn2High;  // exact
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
  double y = f - s * (f - r);
  return k * kLn2High + (y + k * kLn2Low);
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

inline double tanh(double x) {
  // e^2a - 1 over e^2a + 1; 1 beyond 22.
  ExpParts e = exp_parts(2.0 * at_most(magnitude(x), 22.0));
  double two_k = power_of_two(e.exponent);
  double expm1 = two_k * e.fraction + (two_k - 1.0);
  return with_sign_of(expm1 / (expm1 + 2.0), x);
}

// |x| <= 700
inline double sigmoid_narrow(double x) { return 1.0 / (1.0 + exp_narrow(-x)); }

inline double sigmoid(double x) {
  // Below -700 the 1 of e^x / (1 + e^x) is beyond the last place.
  double inside = sigmoid_narrow(at_most(at_least(x, -700.0), 700.0));
  return x < -700.0 ? exp(x) : inside;
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

// a * b = high + low exactly, by halves of 26 bits: an fma would need the hardware's.
struct Pair {
  double high;
  double low;
};

inline Pair product(double a, double b) {
  double ca = 0x1.0000002p27 * a;
  double cb = 0x1.0000002p27 * b;
  double ah = ca - (ca - a);
  double bh = cb - (cb - b);
  double al = a - ah;
  double bl = b - bh;
  double p = a * b;
  return {p, ((ah * bh - p) + ah * bl + al * bh) + al * bl};
}

inline Pair sum(double a, double b) {
  double s = a + b;
  double t = s - a;
  return {s, (a - (s - t)) + (b - t)};
}

// log x to about 2^-63 of its value, x positive, finite and normal: the power multiplies its error.
inline Pair log_pair(double k, double f) {
  // s = f / (2 + f)
  Pair d = sum(2.0, f);
  double s = f / d.high;
  Pair sd = product(s, d.high);
  double s_low = (((f - sd.high) - sd.low) - s * d.low) / d.high;
  // t = s^2 / 3 + s^4 Q(s^2)
  Pair z = product(s, s);
  double w = z.high * z.high;
  double even = 0x1.999999999999ap-3 +
                w * (0x1.c71c71c6eaa10p-4 + w * (0x1.3b1395d2190c1p-4 + w * 0x1.df7cc8e5fa539p-5));
  double odd = 0x1.2492492492521p-3 +
               w * (0x1.745d177a96056p-4 + w * (0x1.1118c7e4b0917p-4 + w * 0x1.e02e6fff27908p-5));
  Pair t = product(z.high, 0x1.5555555555555p-2);
  double t_low =
      t.low + (z.high * 0x1.5555555555555p-56 + (z.low + 2.0 * s * s_low) * 0x1.5555555555555p-2) +
      w * (even + z.high * odd);
  // k ln 2 + 2s (1 + t)
  Pair st = product(2.0 * s, t.high);
  Pair y = sum(k * kLn2High, 2.0 * s);
  Pair u = sum(y.high, st.high);
  double low =
      u.low + (y.low + (k * kLn2Low + (st.low + 2.0 * (s * t_low + s_low * (1.0 + t.high)))));
  return sum(u.high, low);
}

// IEEE 754's pow, as in C: 1 for pow(x, 0) and pow(1, y), whatever the other argument.
inline double pow(double x, double y) {
  double a = magnitude(x);
  bool subnormal = a < 0x1p-1022;
  LogParts p = log_parts(subnormal ? a * 0x1p54 : a);
  Pair l = log_pair(subnormal ? p.exponent - 54.0 : p.exponent, p.fraction);
  // Any y beyond 2^66 gives 0, 1 or infinity.
  double b = at_most(at_least(y, -0x1p66), 0x1p66);
  Pair e = product(b, l.high);
  double high = at_most(at_least(e.high, -750.0), 750.0);
  double low = high == e.high ? e.low + b * l.low : 0.0;
  ExpParts parts = exp_parts(high, low);
  double r = scale(1.0 + parts.fraction, parts.exponent);
  // The commonest powers, more quickly where a caller asks for one at a time, and more exactly.
  double root = std::sqrt(a);
  r = y == 2.0 ? a * a : r;
  r = y == 0.5 ? root : r;
  r = y == 0.75 ? root * std::sqrt(root) : r;  // LRN's
  // The ends of x: 0 and infinity.
  double to_zero = y > 0.0 ? 0.0 : kInfinity;
  double to_infinity = y > 0.0 ? kInfinity : 0.0;
  r = a == 0.0 ? to_zero : r;
  r = a == kInfinity ? to_infinity : r;
  r = x != x || y != y ? kNaN : r;
  // A negative x: the sign of an odd power, NaN for a power that is no integer.
  double ay = magnitude(y);
  bool integer = ay >= 0x1p52 || (ay + 0x1p52) - 0x1p52 == ay;
  double half = ay * 0.5;
  bool odd = integer && ay < 0x1p53 && (half >= 0x1p52 ? false : (half + 0x1p52) - 0x1p52 != half);
  r = odd ? with_sign_of(r, x) : r;
  r = x < 0.0 && a < kInfinity && !integer ? kNaN : r;
  return y == 0.0 || x == 1.0 || (x == -1.0 && ay == kInfinity) ? 1.0 : r;
}

// ---- float32: evaluated above, rounded once ----------------------------------------------------

// Every NaN leaves as 0x7fc00000: payloads differ between machines.
inline float to_float(double y) { return y == y ? float(y) : std::bit_cast<float>(0x7fc00000u); }

// Beyond these bounds the result is 0, infinity or 1 and stays so.
inline double clamped(float x) { return at_most(at_least(double(x), -105.0), 105.0); }

inline float exp(float x) { return to_float(exp_narrow(clamped(x))); }

inline float log(float x) {
  float y = to_float(log_narrow(x));
  // These lie within half a place of a binary64 from a tie of float32: no binary64 can tell.
  y = x == 0x1.827a74p-7f ? -0x1.1c2b1ep+2f : y;
  y = x == 0x1.2f1fd6p+3f ? 0x1.1fcbcep+1f : y;
  y = x == 0x1.bacb4ap+25f ? 0x1.1e0696p+4f : y;
  y = x == 0x1.b121a6p+76f ? 0x1.a9a3f2p+5f : y;
  return x == 0x1.6351d8p+95f ? 0x1.08b512p+6f : y;
}

inline float tanh(float x) { return to_float(tanh(double(x))); }
inline float erf(float x) { return to_float(erf(double(x))); }
inline float expm1(float x) { return to_float(expm1(double(x))); }
inline float pow(float x, float y) { return to_float(pow(double(x), double(y))); }

inline float sigmoid(float x) {
  // Near 0 the value is 1/2 + x/4 - x^3/48. Where the cube is below the last place of a binary64,
  // 1/2 + x/4 can be a tie of float32 though the value is not: shrink x by 2^-30 instead, which
  // breaks the tie to the right side and is too little to matter elsewhere.
  double z = x;
  double near_zero = 0.5 + z * (0x1p-2 - 0x1p-32);
  double inside = sigmoid_narrow(clamped(x));
  float y = to_float(magnitude(z) < 0x1p-13 ? near_zero : inside);
  return x == -0x1.250c02p-10f ? 0x1.ffb6bep-2f : y;  // as in log
}

inline float softplus(float x) {
  double z = x;
  float y = to_float(softplus_narrow(at_least(z, -105.0)));
  return x == 0x1.d483ap-12f ? 0x1.63017ap-1f : y;  // as in log
}

}  // namespace rot180::ROT180_ISA::math
