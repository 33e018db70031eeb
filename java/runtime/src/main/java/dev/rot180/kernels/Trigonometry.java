package dev.rot180.kernels;

/**
 * The trigonometric functions and their inverses: on float32 those of the arithmetic contract
 * ({@code docs/arithmetic.md}), correctly rounded, of which {@code native/trigonometry.hpp} returns
 * the same bits. On float64 sine, cosine and tangent are the platform's; all are within 2 ULP.
 */
public final class Trigonometry {
  static final double HALF_PI = 0x1.921fb54442d18p+0;
  private static final double HALF_PI_LOW = 0x1.1a62633145c07p-54;

  private Trigonometry() {}

  /**
   * Sine.
   *
   * @param x an angle in radians
   * @return its sine; NaN for infinities
   */
  public static float sin(float x) {
    if (!Float.isFinite(x)) {
      return Float.NaN;
    }
    Angle a = Angle.of(x);
    double y = sineAfter(a, a.quarter);
    float rounded = (float) (Float.floatToRawIntBits(x) < 0 ? -y : y);
    return FloatMath.odd(rounded, x, 0x1.33333p+13f, -0x1.63f4bap-2f);
  }

  /**
   * Sine.
   *
   * @param x an angle in radians
   * @return its sine; NaN for infinities
   */
  public static double sin(double x) {
    return StrictMath.sin(x);
  }

  /**
   * Cosine.
   *
   * @param x an angle in radians
   * @return its cosine; NaN for infinities
   */
  public static float cos(float x) {
    if (!Float.isFinite(x)) {
      return Float.NaN;
    }
    Angle a = Angle.of(x);
    float magnitude = Math.abs(x);
    if (magnitude == 0x1.3170fp+63f) { // as FloatMath.logOfTie
      return 0x1.fe2976p-1f;
    } else if (magnitude == 0x1.2b9622p+67f) {
      return 0x1.f0285ep-1f;
    }
    return (float) sineAfter(a, a.quarter + 1);
  }

  /**
   * Cosine.
   *
   * @param x an angle in radians
   * @return its cosine; NaN for infinities
   */
  public static double cos(double x) {
    return StrictMath.cos(x);
  }

  /** The sine of an angle so many quarters further. */
  private static double sineAfter(Angle a, long quarters) {
    double y = (quarters & 1) == 0 ? a.high + a.sineLow() : a.cosineHigh() + a.cosineLow();
    return (quarters & 2) == 0 ? y : -y;
  }

  /**
   * Tangent.
   *
   * @param x an angle in radians
   * @return its tangent; NaN for infinities
   */
  public static float tan(float x) {
    if (!Float.isFinite(x)) {
      return Float.NaN;
    }
    Angle a = Angle.of(x);
    double sineLow = a.sineLow();
    double sine = a.high + sineLow;
    sineLow = DoubleMath.sumError(a.high, sineLow, sine);
    double cosineLow = a.cosineLow();
    double cosine = a.cosineHigh() + cosineLow;
    cosineLow = DoubleMath.sumError(a.cosineHigh(), cosineLow, cosine);
    boolean isTangent = (a.quarter & 1) == 0; // else -cos / sin
    double y =
        isTangent
            ? quotient(sine, sineLow, cosine, cosineLow)
            : quotient(cosine, cosineLow, sine, sineLow);
    return (float) (isTangent == Float.floatToRawIntBits(x) < 0 ? -y : y);
  }

  /** (n + nLow) / (d + dLow). */
  private static double quotient(double n, double nLow, double d, double dLow) {
    double q = n / d;
    double back = q * d;
    double lost = ((n - back) - Power.productError(q, d, back)) + nLow;
    return q + (lost - q * dLow) / d;
  }

  /**
   * Tangent.
   *
   * @param x an angle in radians
   * @return its tangent; NaN for infinities
   */
  public static double tan(double x) {
    return StrictMath.tan(x);
  }

  /** z of the inverses: above 1/2 they are taken of sqrt((1 - |x|) / 2). */
  private static double squareOfRoot(double a) {
    return a > 0.5 ? (1.0 - a) * 0.5 : a * a;
  }

  private static double root(double a) {
    return a > 0.5 ? Math.sqrt((1.0 - a) * 0.5) : a;
  }

  /** What to add to {@link #root} for its arc sine. */
  private static double arcSineLow(double a) {
    double z = squareOfRoot(a);
    double root = root(a);
    double lost = 0.0;
    if (a > 0.5 && root != 0.0) {
      double square = root * root;
      lost = ((z - square) - Power.productError(root, root, square)) / (2.0 * root);
    }
    double w = z * z;
    double even =
        0x1.5555555555556p-3
            + w
                * (0x1.6db6db6e32199p-5
                    + w
                        * (0x1.6e8bb1cc3c04bp-6
                            + w
                                * (0x1.c9cf136046bc0p-7
                                    + w
                                        * (0x1.524531b63d660p-7
                                            + w
                                                * (0x1.1d2bf155e179bp-6
                                                    + w * 0x1.d740c186774e6p-6)))));
    double odd =
        0x1.3333333332ec8p-4
            + w
                * (0x1.f1c71c1d96fc9p-6
                    + w
                        * (0x1.1c4d356bbbd3ep-6
                            + w
                                * (0x1.7825d9451f744p-7
                                    + w * (0x1.658dfce473d31p-8 + w * -0x1.e6e88b206c008p-7))));
    return lost + root * (z * (even + z * odd));
  }

  /**
   * Arc sine.
   *
   * @param x a sine
   * @return its angle; NaN beyond 1
   */
  public static float asin(float x) {
    return FloatMath.toFloat(asin((double) x));
  }

  /**
   * Arc sine.
   *
   * @param x a sine
   * @return its angle; NaN beyond 1
   */
  public static double asin(double x) {
    double a = DoubleMath.magnitude(x);
    double root = root(a);
    double low = arcSineLow(a);
    if (a > 0.5) {
      double y = HALF_PI - 2.0 * root;
      double lost = DoubleMath.sumError(HALF_PI, -2.0 * root, y);
      return DoubleMath.withSignOf(y + (lost + (HALF_PI_LOW - 2.0 * low)), x);
    }
    return DoubleMath.withSignOf(root + low, x);
  }

  /**
   * Arc cosine.
   *
   * @param x a cosine
   * @return its angle; NaN beyond 1
   */
  public static float acos(float x) {
    if (x == 0x1.110b46p-26f) { // as FloatMath.logOfTie
      return 0x1.921fb6p+0f;
    } else if (x == 0x1.04c444p-12f) {
      return 0x1.920f6ap+0f;
    }
    return FloatMath.toFloat(acos((double) x));
  }

  /**
   * Arc cosine.
   *
   * @param x a cosine
   * @return its angle; NaN beyond 1
   */
  public static double acos(double x) {
    double a = DoubleMath.magnitude(x);
    boolean large = a > 0.5;
    // 0 + 2 asin(root), pi / 2 - asin(x) or pi - 2 asin(root)
    double quarters = large ? (x > 0.0 ? 0.0 : 2.0) : 1.0;
    double factor = large ? 2.0 : 1.0;
    factor = large == x > 0.0 ? factor : -factor;
    double base = quarters * HALF_PI;
    double term = factor * root(a);
    double y = base + term;
    double lost = DoubleMath.sumError(base, term, y);
    return y + (lost + (quarters * HALF_PI_LOW + factor * arcSineLow(a)));
  }

  /**
   * Arc tangent.
   *
   * @param x a tangent
   * @return its angle, at most pi / 2 in magnitude
   */
  public static float atan(float x) {
    float y = FloatMath.toFloat(atan((double) x));
    return FloatMath.odd(y, x, 0x1.1ad646p-4f, 0x1.1a6386p-4f);
  }

  /**
   * Arc tangent.
   *
   * @param x a tangent
   * @return its angle, at most pi / 2 in magnitude
   */
  public static double atan(double x) {
    double a = DoubleMath.atMost(DoubleMath.magnitude(x), 0x1p60); // pi / 2 beyond
    // The angle less none, one or two eighths of a turn, whose tangent is below tan(pi / 8).
    boolean middle = a > 0x1.a82799p-2;
    boolean large = a > 0x1.3504f3p+1;
    double quarters = large ? 1.0 : middle ? 0.5 : 0.0;
    double n = large ? -1.0 : middle ? a - 1.0 : a;
    double d = large ? a : middle ? a + 1.0 : 1.0;
    double q = n / d;
    double back = q * d;
    double rest = ((n - back) - Power.productError(q, d, back)) / d;
    double z = q * q;
    double w = z * z;
    double even =
        -0x1.5555555555555p-2
            + w
                * (-0x1.249249248d7dcp-3
                    + w
                        * (-0x1.745d165dc9713p-4
                            + w
                                * (-0x1.110e87b4357d2p-4
                                    + w * (-0x1.ac7a5a79b3f26p-5 + w * -0x1.1b311bb48c215p-5))));
    double odd =
        0x1.9999999999953p-3
            + w
                * (0x1.c71c71c303dbbp-4
                    + w
                        * (0x1.3b1392d519db1p-4
                            + w
                                * (0x1.e19a0bfa3eef9p-5
                                    + w * (0x1.74dccfb93fff0p-5 + w * 0x1.0acd9e91a5a35p-6))));
    double base = quarters * HALF_PI;
    double y = base + q;
    double lost = DoubleMath.sumError(base, q, y);
    double low = lost + (quarters * HALF_PI_LOW + (rest + q * (z * (even + z * odd))));
    return DoubleMath.withSignOf(y + low, x);
  }
}
