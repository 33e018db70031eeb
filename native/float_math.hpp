// The functions of the arithmetic contract on float32: evaluated in binary64, rounded once. The
// twin of FloatMath.java.
#pragma once

#include "double_math.hpp"
#include "hyperbolic.hpp"
#include "power.hpp"
#include "trigonometry.hpp"

namespace rot180::ROT180_ISA::math {

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

inline float tanh(float x) { return to_float(tanh_narrow(x)); }
inline float erf(float x) { return to_float(erf(double(x))); }
inline float expm1(float x) { return to_float(expm1(double(x))); }
inline float pow(float x, float y) { return to_float(pow(double(x), double(y))); }

// As in log, at two arguments of an odd function whose result is y.
inline float odd(float y, float x, float argument, float value) {
  y = x == argument ? value : y;
  return x == -argument ? -value : y;
}

inline float sin(float x) {
  return odd(to_float(sin_narrow(x)), x, 0x1.33333p+13f, -0x1.63f4bap-2f);
}

inline float cos(float x) {
  float a = std::fabs(x);
  float y = to_float(cos_narrow(x));
  y = a == 0x1.3170fp+63f ? 0x1.fe2976p-1f : y;
  return a == 0x1.2b9622p+67f ? 0x1.f0285ep-1f : y;
}

inline float tan(float x) { return to_float(tan_narrow(x)); }
inline float asin(float x) { return to_float(asin(double(x))); }

inline float acos(float x) {
  float y = to_float(acos(double(x)));
  y = x == 0x1.110b46p-26f ? 0x1.921fb6p+0f : y;
  return x == 0x1.04c444p-12f ? 0x1.920f6ap+0f : y;
}

inline float atan(float x) {
  return odd(to_float(atan(double(x))), x, 0x1.1ad646p-4f, 0x1.1a6386p-4f);
}

inline float sinh(float x) {
  return odd(to_float(sinh(double(x))), x, 0x1.250bfep-11f, 0x1.250bfep-11f);
}

inline float cosh(float x) { return to_float(cosh(double(x))); }

inline float asinh(float x) {
  float y = to_float(asinh(double(x)));
  y = odd(y, x, 0x1.bacb4ap+24f, 0x1.1e0696p+4f);  // log's, of twice the argument
  y = odd(y, x, 0x1.b121a6p+75f, 0x1.a9a3f2p+5f);
  return odd(y, x, 0x1.6351d8p+94f, 0x1.08b512p+6f);
}

inline float acosh(float x) {
  float y = to_float(acosh(double(x)));
  y = x == 0x1.b121a6p+75f ? 0x1.a9a3f2p+5f : y;
  return x == 0x1.6351d8p+94f ? 0x1.08b512p+6f : y;
}

inline float atanh(float x) { return to_float(atanh(double(x))); }

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
