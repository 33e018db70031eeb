package dev.rot180.kernels;

/**
 * The transcendental functions of the arithmetic contract ({@code docs/arithmetic.md}), in
 * binary64.
 *
 * <p>Only {@code + - * /} and square roots, comparisons and moves of bits, in a fixed order: {@code
 * native/double_math.hpp} does the same operations on the same constants and therefore returns the
 * same bits. No libm, no fma. Errors are below 2 ULP. {@code tools/coefficients.py} derives the
 * constants.
 */
public final class DoubleMath {
  // 1.5 * 2^52: adding it rounds to an integer and leaves that integer in the low bits.
  private static final double SHIFT = 0x1.8p52;
  // ln 2 in two parts. The first has 11 trailing zero bits: its product with an exponent is exact.
  static final double LN2_HIGH = 0x1.62e42fefa3800p-1;
  static final double LN2_LOW = 0x1.ef35793c76730p-45;
  static final double ONE_OVER_LN2 = 0x1.71547652b82fep+0;
  private static final long SQRT_HALF_BITS = 0x3fe6a09e667f3bcdL;
  private static final long ONE_BITS = 0x3ff0000000000000L;
  private static final long SIGN = 0x8000000000000000L;

  private DoubleMath() {}

  static double magnitude(double x) {
    return Double.longBitsToDouble(Double.doubleToRawLongBits(x) & ~SIGN);
  }

  static double withSignOf(double magnitude, double sign) {
    return Double.longBitsToDouble(
        Double.doubleToRawLongBits(magnitude) | (Double.doubleToRawLongBits(sign) & SIGN));
  }

  /** The smaller one; a NaN in x stays. */
  static double atMost(double x, double limit) {
    return x > limit ? limit : x;
  }

  /** The larger one; a NaN in x stays. */
  static double atLeast(double x, double limit) {
    return x < limit ? limit : x;
  }

  /** What {@code s = a + b} lost, exactly. */
  static double sumError(double a, double b, double s) {
    double t = s - a;
    return (a - (s - t)) + (b - t);
  }

  /** 2^k for an integer k in [-1022, 1023]. */
  static double powerOfTwo(double k) {
    return Double.longBitsToDouble((Double.doubleToRawLongBits(k + SHIFT) + 1023) << 52);
  }

  /** The k of e^x = 2^k * (1 + fraction), for |x| at most 750. */
  static double expExponent(double x) {
    return (x * ONE_OVER_LN2 + SHIFT) - SHIFT;
  }

  /** The fraction of e^x = 2^k * (1 + fraction); {@code low} corrects x below its last place. */
  static double expFraction(double x, double k, double low) {
    double high = x - k * LN2_HIGH; // exact
    double rest = low - k * LN2_LOW;
    double r = high + rest;
    double lost = (high - r) + rest;
    double z = r * r;
    // (e^r - 1 - r) / r^2, even and odd powers apart to shorten the chain of operations.
    double even =
        0x1.0p-1
            + z
                * (0x1.5555555555556p-5
                    + z
                        * (0x1.6c16c16c162d4p-10
                            + z
                                * (0x1.a01a01a6d889cp-16
                                    + z * (0x1.27e4db646b17ep-22 + z * 0x1.1f730349868cep-29))));
    double odd =
        0x1.5555555555557p-3
            + z
                * (0x1.11111111100dcp-7
                    + z
                        * (0x1.a01a01abe7fe1p-13
                            + z * (0x1.71de0231960ebp-19 + z * 0x1.af4de97ca4194p-26)));
    return r + (lost + z * (even + r * odd));
  }

  /** e^x for |x| at most 700: no overflow, no subnormal result. */
  static double expNarrow(double x) {
    double k = expExponent(x);
    return (1.0 + expFraction(x, k, 0.0)) * powerOfTwo(k);
  }

  /** 2^k * y for |k| at most 1100, in two exact steps and one that may round or overflow. */
  static double scale(double y, double k) {
    double half = (k * 0.5 + SHIFT) - SHIFT;
    return y * powerOfTwo(half) * powerOfTwo(k - half);
  }

  /**
   * e^x.
   *
   * @param x any number
   * @return the exponential
   */
  public static double exp(double x) {
    double within = atMost(atLeast(x, -750.0), 750.0);
    double k = expExponent(within);
    return scale(1.0 + expFraction(within, k, 0.0), k);
  }

  /** 1023 + k of x = 2^k (1 + f), 1 + f in [sqrt(1/2), sqrt(2)), x positive, finite and normal. */
  static long logExponent(double x) {
    return (Double.doubleToRawLongBits(x) - SQRT_HALF_BITS + ONE_BITS) >>> 52;
  }

  static double logFraction(double x, long biased) {
    return Double.longBitsToDouble(Double.doubleToRawLongBits(x) - (biased << 52) + ONE_BITS) - 1.0;
  }

  /** k ln 2 + log(1 + f), f in [sqrt(1/2) - 1, sqrt(2) - 1]. */
  static double logOfParts(double k, double f) {
    // log(1 + f) = 2 atanh(s) = 2s + s R(s^2) = f - s (f - R) with s = f / (2 + f).
    double s = f / (2.0 + f);
    double z = s * s;
    double w = z * z;
    double even =
        0x1.5555555555558p-1
            + w * (0x1.2492492df281ap-2 + w * (0x1.7462b51cb66b1p-3 + w * 0x1.2b5900de53b32p-3));
    double odd = 0x1.99999999952d7p-2 + w * (0x1.c71c62e3f11e6p-3 + w * 0x1.39fe51a7c18f9p-3);
    double r = z * (even + z * odd);
    double a = k * LN2_HIGH;
    double high = a + f;
    double lost = (a - high) + f; // |a| > |f| or a = 0
    return high + ((lost + k * LN2_LOW) - s * (f - r));
  }

  /** Logarithm of a number that is not subnormal. */
  static double logNarrow(double x) {
    if (!(x > 0.0 && x < Double.POSITIVE_INFINITY)) {
      return x == 0.0 ? Double.NEGATIVE_INFINITY : x > 0.0 ? x : Double.NaN;
    }
    long biased = logExponent(x);
    return logOfParts((int) biased - 1023, logFraction(x, biased));
  }

  /**
   * Natural logarithm.
   *
   * @param x any number
   * @return the logarithm: -infinity at zeros, NaN below
   */
  public static double log(double x) {
    if (x > 0.0 && x < 0x1p-1022) {
      double normal = x * 0x1p54;
      long biased = logExponent(normal);
      return logOfParts((int) biased - (1023 + 54), logFraction(normal, biased));
    }
    return logNarrow(x);
  }

  static double tanhNarrow(double x) {
    // e^2a - 1 over e^2a + 1; 1 beyond 22.
    double twice = 2.0 * atMost(magnitude(x), 22.0);
    double k = expExponent(twice);
    double power = powerOfTwo(k);
    double expm1 = power * expFraction(twice, k, 0.0) + (power - 1.0);
    return withSignOf(expm1 / (expm1 + 2.0), x);
  }

  /**
   * Hyperbolic tangent.
   *
   * @param x any number
   * @return its hyperbolic tangent
   */
  public static double tanh(double x) {
    // Beyond tanhNarrow, what both sums lost corrects the quotient.
    double twice = 2.0 * atMost(magnitude(x), 22.0);
    double k = expExponent(twice);
    double power = powerOfTwo(k);
    double a = power * expFraction(twice, k, 0.0);
    double expm1 = a + (power - 1.0);
    double expm1Low = sumError(a, power - 1.0, expm1);
    double d = expm1 + 2.0;
    double q = expm1 / d;
    double correction = expm1Low - q * (sumError(expm1, 2.0, d) + expm1Low);
    return withSignOf(q + correction / d, x);
  }

  /** For |x| at most 700. */
  static double sigmoidNarrow(double x) {
    return 1.0 / (1.0 + expNarrow(-x));
  }

  /**
   * 1 / (1 + e^-x).
   *
   * @param x any number
   * @return its logistic function
   */
  public static double sigmoid(double x) {
    if (x < -700.0) {
      return exp(x); // the 1 of e^x / (1 + e^x) is beyond the last place
    }
    double e = expNarrow(-atMost(x, 700.0));
    double d = 1.0 + e;
    double q = 1.0 / d;
    return q - q * sumError(1.0, e, d) / d;
  }

  /** log(1 + e^x) = max(x, 0) + log(1 + t), t = e^-|x|. */
  private static double softplusOf(double x, double t) {
    boolean large = t > 0x1.a8p-2; // then 1 + t = 2 (1 + f)
    double log = large ? logOfParts(1.0, (t - 1.0) * 0.5) : logOfParts(0.0, t);
    return atLeast(x, 0.0) + log;
  }

  /** For x at least -700. */
  static double softplusNarrow(double x) {
    return softplusOf(x, expNarrow(-atMost(magnitude(x), 700.0)));
  }

  /**
   * log(1 + e^x).
   *
   * @param x any number
   * @return its softplus
   */
  public static double softplus(double x) {
    return softplusOf(x, exp(-magnitude(x)));
  }

  /**
   * Gauss error function.
   *
   * @param x any number
   * @return its error function
   */
  public static double erf(double x) {
    double a = atMost(magnitude(x), 6.0); // 1 beyond
    return withSignOf(a >= 1.0 ? erfLarge(a) : erfSmall(a), x);
  }

  /** a + a P(a^2) for a < 1. */
  private static double erfSmall(double a) {
    double z = a * a;
    double w = z * z;
    double even =
        0x1.06eba8214db68p-3
            + w
                * (0x1.ce2f21a040f66p-4
                    + w
                        * (0x1.565bccfa44156p-8
                            + w
                                * (0x1.f9a2be4f731a1p-14
                                    + w * (0x1.b981d78881a5dp-20 + w * 0x1.d76af6ca49787p-27))));
    double odd =
        -0x1.812746b0379c1p-2
            + w
                * (-0x1.b82ce31203772p-6
                    + w
                        * (-0x1.c02db0665e53dp-11
                            + w
                                * (-0x1.f4ca838adb73bp-17
                                    + w * (-0x1.5c131500d3f88p-23 + w * -0x1.ac9585a44fe29p-31))));
    return a + a * (even + z * odd);
  }

  /** 1 - e^-a^2 Q(u) for a in [1, 6]: Q = erfcx is smooth in u = (a - 3) / (a + 3). */
  private static double erfLarge(double a) {
    double u = (a - 3.0) / (a + 3.0);
    double v = u * u;
    double even =
        0x1.6e9827d229d2dp-3
            + v
                * (0x1.f6ff20410599bp-3
                    + v
                        * (0x1.258b13b0139fep-4
                            + v
                                * (0x1.17c838fea5806p-8
                                    + v
                                        * (-0x1.39085a31b18abp-11
                                            + v
                                                * (0x1.0cb1db32e0c9fp-14
                                                    + v
                                                        * (-0x1.0cb4611cc29f6p-17
                                                            + v * 0x1.57a5fe2b9b75ep-20))))));
    double odd =
        -0x1.4e102b9cf8512p-2
            + v
                * (-0x1.336ffbef08cbbp-3
                    + v
                        * (-0x1.8fa58eb5bd68fp-6
                            + v
                                * (0x1.73101ea8fe252p-11
                                    + v
                                        * (0x1.7b9fc8eb630e9p-15
                                            + v
                                                * (-0x1.af2329d757293p-17
                                                    + v * 0x1.0f9a79cee3e31p-19)))));
    return 1.0 - expNarrow(-(a * a)) * (even + u * odd);
  }

  /**
   * x to the power of y.
   *
   * @param x any number
   * @param y any number
   * @return the power; 1 for pow(x, 0) and pow(1, y), as in C
   */
  public static double pow(double x, double y) {
    return Power.pow(x, y);
  }
}
