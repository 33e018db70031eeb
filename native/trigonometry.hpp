// The trigonometric functions of the arithmetic contract and their inverses: the twin of
// Trigonometry.java. Sine, cosine and tangent are for float32 arguments only, whose reduction is
// exact with a few words of 2 / pi; the inverses are for any binary64.
#pragma once

#include "power.hpp"

namespace rot180::ROT180_ISA::math {

inline constexpr double kHalfPi = 0x1.921fb54442d18p+0;
inline constexpr double kHalfPiLow = 0x1.1a62633145c07p-54;
// The same in two other parts: the product of the first with 27 bits is exact.
inline constexpr double kHalfPi26 = 0x1.921fb50000000p+0;
inline constexpr double kHalfPiRest = 0x1.110b4611a6263p-26;

// |x| = quarter * pi / 2 + high + low; the quarter modulo 2^64, which no function notices.
struct Angle {
  std::uint64_t quarter;
  double high;
  double low;
};

// Payne and Hanek's reduction: of the product with 2 / pi only those bits are computed that say
// where in a turn x is.
inline Angle reduced(float x) {
  // Bits of weight 2^63 and below.
  constexpr std::uint64_t kTwoOverPi[] = {0, 0xa2f9836e4e441529, 0xfc2757d1f534ddc0,
                                          0xdb6295993c439041, 0xfe5163abdebbc561};
  std::uint32_t b = std::bit_cast<std::uint32_t>(x) & 0x7fffffff;
  // |x| = m * 2^(exponent - 150), where m has 24 bits. Below pi / 4 no exponent is needed.
  std::uint64_t m = (b & 0x7fffff) | 0x800000;
  std::uint32_t exponent = b >> 23 < 126 ? 126 : b >> 23;
  // 128 bits of 2 / pi, the first of which makes two quarters of the lowest bit of m.
  std::uint32_t word = (exponent - 88) >> 6;
  std::uint32_t shift = (exponent - 88) & 63;
  std::uint64_t next = kTwoOverPi[word + 1];
  std::uint64_t w1 = kTwoOverPi[word] << shift | next >> 1 >> (63 - shift);
  std::uint64_t w0 = next << shift | kTwoOverPi[word + 2] >> 1 >> (63 - shift);
  // m * (w1 * 2^64 + w0), modulo a turn of 2^128.
  std::uint64_t middle = m * (w0 >> 32) + (m * (w0 & 0xffffffff) >> 32);
  std::uint64_t product = m * w1 + (middle >> 32);
  std::uint64_t rest = m * w0;
  // Less the nearest number of quarters: f in quarters, |f| <= 1/2, as a sum of two binary64.
  std::uint64_t quarter = (product + 0x2000000000000000) >> 62;
  std::int64_t signed_rest = std::int64_t(product - (quarter << 62));
  double f30 = double(std::int32_t(signed_rest >> 32)) * 0x1p-30;
  double f62 = double(std::int64_t(signed_rest & 0xffffffff)) * 0x1p-62;
  double f114 = double(std::int64_t(rest >> 12)) * 0x1p-114;
  double below = f62 + f114;
  double f = f30 + below;
  double f_low = (below - (f - f30)) + (f114 - (below - f62));
  // Times pi / 2.
  double f26 = from_bits(bits(f) & 0xfffffffff8000000);
  double exact = f26 * kHalfPi26;
  double correction = f26 * kHalfPiRest + ((f - f26) + f_low) * kHalfPi;
  double high = exact + correction;
  double low = correction - (high - exact);
  bool small = b < 0x3f490fdb;  // pi / 4
  return {small ? 0 : quarter, small ? double(std::bit_cast<float>(b)) : high, small ? 0.0 : low};
}

// sin(high + low), |high| <= pi / 4, as a sum whose first part is high.
inline Pair sine(const Angle& a) {
  double z = a.high * a.high;
  double w = z * z;
  double even =
      -0x1.5555555555555p-3 +
      w * (-0x1.a01a01a019937p-13 + w * (-0x1.ae64541295cdfp-26 + w * -0x1.ab17bdcbd3414p-41));
  double odd = 0x1.1111111111110p-7 + w * (0x1.71de3a54607a5p-19 + w * 0x1.61217ee5cca1bp-33);
  return {a.high, a.high * (z * (even + z * odd)) + a.low * (1.0 - 0.5 * z)};
}

inline Pair cosine(const Angle& a) {
  double z = a.high * a.high;
  double w = z * z;
  double even = 0x1.5555555555555p-5 + w * (0x1.a01a019f4e9b4p-16 + w * 0x1.1eeb68cd22f56p-29);
  double odd = -0x1.6c16c16c16967p-10 + w * (-0x1.27e4fa17bf139p-22 + w * -0x1.907d8f29fe831p-37);
  double first = 1.0 - 0.5 * z;
  double lost = (1.0 - first) - 0.5 * z;
  return {first, lost + (w * (even + z * odd) - a.high * a.low)};
}

// The sine of an angle so many quarters further.
inline double sine_after(const Angle& a, std::uint64_t quarters) {
  Pair s = sine(a);
  Pair c = cosine(a);
  bool is_sine = (quarters & 1) == 0;
  double y = is_sine ? s.high + s.low : c.high + c.low;
  return (quarters & 2) == 0 ? y : -y;
}

inline double only_finite(float x, double y) { return x - x == 0.0f ? y : kNaN; }

inline double sin_narrow(float x) {
  Angle a = reduced(x);
  double y = sine_after(a, a.quarter);
  return only_finite(x, std::signbit(x) ? -y : y);
}

inline double cos_narrow(float x) {
  Angle a = reduced(x);
  return only_finite(x, sine_after(a, a.quarter + 1));
}

// Numerator and denominator with what they lost, so that the quotient errs no more than a sine.
inline double tan_narrow(float x) {
  Angle a = reduced(x);
  Pair s = sine(a);
  Pair c = cosine(a);
  s = sum(s.high, s.low);
  c = sum(c.high, c.low);
  bool is_tangent = (a.quarter & 1) == 0;  // else -cos / sin
  Pair n = is_tangent ? s : c;
  Pair d = is_tangent ? c : s;
  double q = n.high / d.high;
  Pair back = product(q, d.high);
  double y = q + ((((n.high - back.high) - back.low) + n.low) - q * d.low) / d.high;
  return only_finite(x, is_tangent == std::signbit(x) ? -y : y);
}

// On float64 these three are the C library's, within 1 ULP or so. Equal bits are promised for
// float32.
inline double sin(double x) { return std::sin(x); }
inline double cos(double x) { return std::cos(x); }
inline double tan(double x) { return std::tan(x); }

// What the two inverses share: asin(root) = root + low; for |x| > 1/2, asin|x| = pi/2 - 2
// asin(root).
struct ArcSine {
  bool large;
  double root;
  double low;
};

inline ArcSine arc_sine(double x) {
  double a = magnitude(x);
  bool large = a > 0.5;
  double z = large ? (1.0 - a) * 0.5 : a * a;
  double root = large ? std::sqrt(z) : a;
  Pair square = product(root, root);
  double lost = large && root != 0.0 ? ((z - square.high) - square.low) / (2.0 * root) : 0.0;
  double w = z * z;
  double even = 0x1.5555555555556p-3 +
                w * (0x1.6db6db6e32199p-5 +
                     w * (0x1.6e8bb1cc3c04bp-6 +
                          w * (0x1.c9cf136046bc0p-7 +
                               w * (0x1.524531b63d660p-7 +
                                    w * (0x1.1d2bf155e179bp-6 + w * 0x1.d740c186774e6p-6)))));
  double odd = 0x1.3333333332ec8p-4 +
               w * (0x1.f1c71c1d96fc9p-6 +
                    w * (0x1.1c4d356bbbd3ep-6 +
                         w * (0x1.7825d9451f744p-7 +
                              w * (0x1.658dfce473d31p-8 + w * -0x1.e6e88b206c008p-7))));
  return {large, root, lost + root * (z * (even + z * odd))};
}

inline double asin(double x) {
  ArcSine s = arc_sine(x);
  Pair y = sum(kHalfPi, -2.0 * s.root);
  double beyond = y.high + (y.low + (kHalfPiLow - 2.0 * s.low));
  return with_sign_of(s.large ? beyond : s.root + s.low, x);
}

inline double acos(double x) {
  ArcSine s = arc_sine(x);
  // 0 + 2 asin(root), pi / 2 - asin(x) or pi - 2 asin(root)
  double quarters = s.large ? (x > 0.0 ? 0.0 : 2.0) : 1.0;
  double factor = s.large ? 2.0 : 1.0;
  factor = s.large == (x > 0.0) ? factor : -factor;
  Pair y = sum(quarters * kHalfPi, factor * s.root);
  return y.high + (y.low + (quarters * kHalfPiLow + factor * s.low));
}

inline double atan(double x) {
  double a = at_most(magnitude(x), 0x1p60);  // pi / 2 beyond
  // atan(n / d) = quarters * pi / 2 + atan((n - d) / (n + d)) ..., the quotient below tan(pi / 8)
  bool middle = a > 0x1.a82799p-2;
  bool large = a > 0x1.3504f3p+1;
  double quarters = large ? 1.0 : middle ? 0.5 : 0.0;
  double n = large ? -1.0 : middle ? a - 1.0 : a;
  double d = large ? a : middle ? a + 1.0 : 1.0;
  double q = n / d;
  Pair back = product(q, d);
  double q_low = ((n - back.high) - back.low) / d;
  double z = q * q;
  double w = z * z;
  double even = -0x1.5555555555555p-2 +
                w * (-0x1.249249248d7dcp-3 +
                     w * (-0x1.745d165dc9713p-4 +
                          w * (-0x1.110e87b4357d2p-4 +
                               w * (-0x1.ac7a5a79b3f26p-5 + w * -0x1.1b311bb48c215p-5))));
  double odd = 0x1.9999999999953p-3 +
               w * (0x1.c71c71c303dbbp-4 +
                    w * (0x1.3b1392d519db1p-4 +
                         w * (0x1.e19a0bfa3eef9p-5 +
                              w * (0x1.74dccfb93fff0p-5 + w * 0x1.0acd9e91a5a35p-6))));
  Pair y = sum(quarters * kHalfPi, q);
  double low = y.low + (quarters * kHalfPiLow + (q_low + q * (z * (even + z * odd))));
  return with_sign_of(y.high + low, x);
}

}  // namespace rot180::ROT180_ISA::math
