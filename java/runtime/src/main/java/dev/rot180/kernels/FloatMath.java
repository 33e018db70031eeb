package dev.rot180.kernels;

/**
 * Functions on float32 as the arithmetic contract has them ({@code docs/arithmetic.md}): correctly
 * rounded, except {@link #pow}, which is within 1 ULP. Python's {@code rot180.kernels.math} returns
 * the same bits. Every NaN is the canonical one.
 *
 * <p>Array forms take n elements of x from xAt and put the results into y from yAt; the two may be
 * the same array at the same place.
 */
public final class FloatMath {
  private FloatMath() {}

  // Java's conversion of a NaN may keep its payload; every NaN leaves as 0x7fc00000.
  static float toFloat(double y) {
    return y == y ? (float) y : Float.NaN;
  }

  /** Beyond these bounds the result is 0, infinity or 1 and stays so. */
  private static double clamped(float x) {
    return DoubleMath.atMost(DoubleMath.atLeast(x, -105.0), 105.0);
  }

  /** Whether y lies halfway between two floats: the exact value may round to either. */
  private static boolean isTie(double y) {
    return (Double.doubleToRawLongBits(y) & 0x1fffffff) == 0x10000000;
  }

  /** The exact logarithms of these lie within half a place of a binary64 from the tie. */
  private static float logOfTie(float x, float rounded) {
    if (x == 0x1.827a74p-7f) {
      return -0x1.1c2b1ep+2f;
    } else if (x == 0x1.2f1fd6p+3f) {
      return 0x1.1fcbcep+1f;
    } else if (x == 0x1.bacb4ap+25f) {
      return 0x1.1e0696p+4f;
    } else if (x == 0x1.b121a6p+76f) {
      return 0x1.a9a3f2p+5f;
    } else if (x == 0x1.6351d8p+95f) {
      return 0x1.08b512p+6f;
    }
    return rounded;
  }

  /** As {@link #logOfTie}, at two arguments of an odd function whose result is y. */
  static float odd(float y, float x, float argument, float value) {
    return x == argument ? value : x == -argument ? -value : y;
  }

  /**
   * e^x.
   *
   * @param x any number
   * @return the exponential
   */
  public static float exp(float x) {
    return toFloat(DoubleMath.expNarrow(clamped(x)));
  }

  /**
   * Natural logarithm.
   *
   * @param x any number
   * @return the logarithm: -infinity at zeros, NaN below
   */
  public static float log(float x) {
    double y = DoubleMath.logNarrow(x);
    return isTie(y) ? logOfTie(x, (float) y) : toFloat(y);
  }

  /**
   * Hyperbolic tangent.
   *
   * @param x any number
   * @return its hyperbolic tangent
   */
  public static float tanh(float x) {
    return toFloat(DoubleMath.tanhNarrow(x));
  }

  /**
   * 1 / (1 + e^-x).
   *
   * @param x any number
   * @return its logistic function
   */
  public static float sigmoid(float x) {
    // Near 0 the value is 1/2 + x/4 - x^3/48. Where the cube is below the last place of a binary64,
    // 1/2 + x/4 can be a tie of float32 though the value is not: shrink x by 2^-30 instead, which
    // breaks the tie to the right side and is too little to matter elsewhere.
    if (x < 0x1p-13f && x > -0x1p-13f) {
      return (float) (0.5 + x * (0x1p-2 - 0x1p-32));
    }
    double y = DoubleMath.sigmoidNarrow(clamped(x));
    return isTie(y) && x == -0x1.250c02p-10f ? 0x1.ffb6bep-2f : toFloat(y);
  }

  /**
   * log(1 + e^x).
   *
   * @param x any number
   * @return its softplus
   */
  public static float softplus(float x) {
    double y = DoubleMath.softplusNarrow(DoubleMath.atLeast(x, -105.0));
    return isTie(y) && x == 0x1.d483ap-12f ? 0x1.63017ap-1f : toFloat(y);
  }

  /**
   * Gauss error function.
   *
   * @param x any number
   * @return its error function
   */
  public static float erf(float x) {
    return toFloat(DoubleMath.erf(x));
  }

  /**
   * x to the power of y, within 1 ULP.
   *
   * @param x any number
   * @param y any number
   * @return the power; 1 for pow(x, 0) and pow(1, y), as in C
   */
  public static float pow(float x, float y) {
    return toFloat(DoubleMath.pow(x, y));
  }

  /**
   * The exponential of each element.
   *
   * @param n how many
   * @param x the arguments
   * @param xAt where they start
   * @param y receives the results
   * @param yAt where they start
   */
  public static void exp(int n, float[] x, int xAt, float[] y, int yAt) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = exp(x[xAt + i]);
    }
  }

  /**
   * The natural logarithm of each element.
   *
   * @param n how many
   * @param x the arguments
   * @param xAt where they start
   * @param y receives the results
   * @param yAt where they start
   */
  public static void log(int n, float[] x, int xAt, float[] y, int yAt) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = log(x[xAt + i]);
    }
  }

  /**
   * The hyperbolic tangent of each element.
   *
   * @param n how many
   * @param x the arguments
   * @param xAt where they start
   * @param y receives the results
   * @param yAt where they start
   */
  public static void tanh(int n, float[] x, int xAt, float[] y, int yAt) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = tanh(x[xAt + i]);
    }
  }

  /**
   * The logistic function of each element.
   *
   * @param n how many
   * @param x the arguments
   * @param xAt where they start
   * @param y receives the results
   * @param yAt where they start
   */
  public static void sigmoid(int n, float[] x, int xAt, float[] y, int yAt) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = sigmoid(x[xAt + i]);
    }
  }

  /**
   * Softplus of each element.
   *
   * @param n how many
   * @param x the arguments
   * @param xAt where they start
   * @param y receives the results
   * @param yAt where they start
   */
  public static void softplus(int n, float[] x, int xAt, float[] y, int yAt) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = softplus(x[xAt + i]);
    }
  }

  /**
   * The error function of each element.
   *
   * @param n how many
   * @param x the arguments
   * @param xAt where they start
   * @param y receives the results
   * @param yAt where they start
   */
  public static void erf(int n, float[] x, int xAt, float[] y, int yAt) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = erf(x[xAt + i]);
    }
  }
}
