// The hyperbolic functions of the arithmetic contract and their inverses, in binary64: the twin of
// Hyperbolic.java.
#pragma once

#include "power.hpp"

namespace rot180::ROT180_ISA::math {

// e^a / 2, infinite only where a sinh or a cosh is.
inline double half_exp(double a) {
  ExpParts e = exp_parts(at_most(a, 750.0));
  return scale(1.0 + e.fraction, e.exponent - 1.0);
}

inline double sinh(double x) {
  double a = magnitude(x);
  // Below 1: a + a^3 P(a^2)
  double z = a * a;
  double w = z * z;
  double even =
      0x1.5555555555555p-3 +
      w * (0x1.a01a01a01a001p-13 + w * (0x1.ae64567929d60p-26 + w * 0x1.ae777bd0e83dfp-41));
  double odd = 0x1.1111111111111p-7 + w * (0x1.71de3a556f972p-19 +
                                           w * (0x1.612467cd33b6dp-33 + w * 0x1.99f09fd512ca7p-49));
  double small = a + a * (z * (even + z * odd));
  double half = half_exp(a);
  return with_sign_of(a < 1.0 ? small : half - 0.25 / half, x);
}

inline double cosh(double x) {
  double half = half_exp(magnitude(x));
  return half + 0.25 / half;
}

// log(1 + u), u >= 0; but log(2 a) where a is so large that a caller's u may be infinite.
inline double log_1p_or_2a(Pair u, double a) {
  bool large = a >= 0x1p28;
  Pair y = sum(1.0, u.high);
  LogParts p = log_parts(large ? a : y.high);
  double k = large ? p.exponent + 1.0 : p.exponent;
  double f = large ? p.fraction : p.fraction + (y.low + u.low) * power_of_two(-p.exponent);
  return log_of_parts(k, f);
}

inline double asinh(double x) {
  double a = magnitude(x);
  double z = a * a;
  double y = log_1p_or_2a(sum(a, z / (1.0 + std::sqrt(1.0 + z))), a);
  return a < kInfinity ? with_sign_of(y, x) : x;
}

inline double acosh(double x) {
  double t = x - 1.0;
  double z = t + t + t * t;  // x^2 - 1
  double root = std::sqrt(z);
  Pair square = product(root, root);
  double lost = z > 0.0 ? ((z - square.high) - square.low) / (root + root) : 0.0;
  Pair u = sum(root, t);
  double y = log_1p_or_2a({u.high, u.low + lost}, x);
  y = x < kInfinity ? y : x;
  return x < 1.0 ? kNaN : y;
}

// log(1 + u) / 2, u = 2a / (1 - a)
inline double atanh(double x) {
  double a = magnitude(x);
  Pair d = sum(1.0, -a);
  double u = (a + a) / d.high;
  Pair back = product(u, d.high);
  double lost = (((a + a) - back.high) - back.low) - u * d.low;
  double y = 0.5 * log_1p_or_2a({u, lost / d.high}, 0.0);
  y = a == 1.0 ? kInfinity : y;
  return a <= 1.0 ? with_sign_of(y, x) : kNaN;
}

}  // namespace rot180::ROT180_ISA::math
