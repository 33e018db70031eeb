package dev.rot180.kernels;

/**
 * The hyperbolic functions of the arithmetic contract ({@code docs/arithmetic.md}) and their
 * inverses: correctly rounded on float32, within 2 ULP on float64. {@code native/hyperbolic.hpp}
 * returns the same bits. The hyperbolic tangent is in {@link FloatMath}.
 */
public final class Hyperbolic {
  private Hyperbolic() {}

  /** e^a / 2, infinite only where a sinh or a cosh is. */
  private static double halfExp(double a) {
    double within = DoubleMath.atMost(a, 750.0);
    double k = DoubleMath.expExponent(within);
    return DoubleMath.scale(1.0 + DoubleMath.expFraction(within, k, 0.0), k - 1.0);
  }

  /**
   * Hyperbolic sine.
   *
   * @param x any number
   * @return (e^x - e^-x) / 2
   */
  public static float sinh(float x) {
    float y = FloatMath.toFloat(sinh((double) x));
    return FloatMath.odd(y, x, 0x1.250bfep-11f, 0x1.250bfep-11f);
  }

  /**
   * Hyperbolic sine.
   *
   * @param x any number
   * @return (e^x - e^-x) / 2
   */
  public static double sinh(double x) {
    double a = DoubleMath.magnitude(x);
    if (a < 1.0) {
      return DoubleMath.withSignOf(sinhSmall(a), x);
    }
    double half = halfExp(a);
    return DoubleMath.withSignOf(half - 0.25 / half, x);
  }

  /** a + a^3 P(a^2). */
  private static double sinhSmall(double a) {
    double z = a * a;
    double w = z * z;
    double even =
        0x1.5555555555555p-3
            + w * (0x1.a01a01a01a001p-13 + w * (0x1.ae64567929d60p-26 + w * 0x1.ae777bd0e83dfp-41));
    double odd =
        0x1.1111111111111p-7
            + w * (0x1.71de3a556f972p-19 + w * (0x1.612467cd33b6dp-33 + w * 0x1.99f09fd512ca7p-49));
    return a + a * (z * (even + z * odd));
  }

  /**
   * Hyperbolic cosine.
   *
   * @param x any number
   * @return (e^x + e^-x) / 2
   */
  public static float cosh(float x) {
    return FloatMath.toFloat(cosh((double) x));
  }

  /**
   * Hyperbolic cosine.
   *
   * @param x any number
   * @return (e^x + e^-x) / 2
   */
  public static double cosh(double x) {
    double half = halfExp(DoubleMath.magnitude(x));
    return half + 0.25 / half;
  }

  /** log(1 + u + low), u at least 0. */
  private static double log1p(double u, double low) {
    double y = 1.0 + u;
    long biased = DoubleMath.logExponent(y);
    double k = (int) biased - 1023;
    double lost = DoubleMath.sumError(1.0, u, y) + low;
    return DoubleMath.logOfParts(
        k, DoubleMath.logFraction(y, biased) + lost * DoubleMath.powerOfTwo(-k));
  }

  /** log(2 a), which both inverses are from 2^28 on. */
  private static double logOfTwice(double a) {
    long biased = DoubleMath.logExponent(a);
    return DoubleMath.logOfParts((int) biased - 1022, DoubleMath.logFraction(a, biased));
  }

  /**
   * Inverse of the hyperbolic sine.
   *
   * @param x any number
   * @return log(x + sqrt(x^2 + 1))
   */
  public static float asinh(float x) {
    float y = FloatMath.toFloat(asinh((double) x));
    y = FloatMath.odd(y, x, 0x1.bacb4ap+24f, 0x1.1e0696p+4f); // log's, of twice the argument
    y = FloatMath.odd(y, x, 0x1.b121a6p+75f, 0x1.a9a3f2p+5f);
    return FloatMath.odd(y, x, 0x1.6351d8p+94f, 0x1.08b512p+6f);
  }

  /**
   * Inverse of the hyperbolic sine.
   *
   * @param x any number
   * @return log(x + sqrt(x^2 + 1))
   */
  public static double asinh(double x) {
    double a = DoubleMath.magnitude(x);
    if (!(a < Double.POSITIVE_INFINITY)) {
      return x;
    }
    if (a >= 0x1p28) {
      return DoubleMath.withSignOf(logOfTwice(a), x);
    }
    double z = a * a;
    double rest = z / (1.0 + Math.sqrt(1.0 + z));
    double u = a + rest;
    return DoubleMath.withSignOf(log1p(u, DoubleMath.sumError(a, rest, u)), x);
  }

  /**
   * Inverse of the hyperbolic cosine.
   *
   * @param x any number
   * @return log(x + sqrt(x^2 - 1)); NaN below 1
   */
  public static float acosh(float x) {
    if (x == 0x1.b121a6p+75f) { // as in asinh
      return 0x1.a9a3f2p+5f;
    } else if (x == 0x1.6351d8p+94f) {
      return 0x1.08b512p+6f;
    }
    return FloatMath.toFloat(acosh((double) x));
  }

  /**
   * Inverse of the hyperbolic cosine.
   *
   * @param x any number
   * @return log(x + sqrt(x^2 - 1)); NaN below 1
   */
  public static double acosh(double x) {
    if (!(x >= 1.0)) {
      return Double.NaN;
    }
    if (x >= 0x1p28) {
      return x < Double.POSITIVE_INFINITY ? logOfTwice(x) : x;
    }
    double t = x - 1.0;
    double z = t + t + t * t; // x^2 - 1
    double root = Math.sqrt(z);
    double square = root * root;
    double lost =
        z > 0.0 ? ((z - square) - Power.productError(root, root, square)) / (root + root) : 0.0;
    double u = root + t;
    return log1p(u, DoubleMath.sumError(root, t, u) + lost);
  }

  /**
   * Inverse of the hyperbolic tangent.
   *
   * @param x any number
   * @return log((1 + x) / (1 - x)) / 2; NaN beyond 1
   */
  public static float atanh(float x) {
    return FloatMath.toFloat(atanh((double) x));
  }

  /**
   * Inverse of the hyperbolic tangent.
   *
   * @param x any number
   * @return log((1 + x) / (1 - x)) / 2; NaN beyond 1
   */
  public static double atanh(double x) {
    double a = DoubleMath.magnitude(x);
    if (!(a < 1.0)) {
      return a == 1.0 ? DoubleMath.withSignOf(Double.POSITIVE_INFINITY, x) : Double.NaN;
    }
    // log(1 + u) / 2, u = 2a / (1 - a)
    double n = a + a;
    double d = 1.0 - a;
    double u = n / d;
    double back = u * d;
    double lost = (n - back) - Power.productError(u, d, back);
    lost = lost - u * DoubleMath.sumError(1.0, -a, d);
    return DoubleMath.withSignOf(0.5 * log1p(u, lost / d), x);
  }
}
