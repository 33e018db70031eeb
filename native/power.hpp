// The power function of the arithmetic contract, in binary64: the twin of Power.java.
#pragma once

#include "double_math.hpp"

namespace rot180::ROT180_ISA::math {

// a * b exactly, by halves of 26 bits: an fma would need the hardware's.
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
  r = y == 0.75 ? a / std::sqrt(root) : r;  // LRN's
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

}  // namespace rot180::ROT180_ISA::math
