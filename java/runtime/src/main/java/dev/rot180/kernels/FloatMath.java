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
  private static float toFloat(double y) {
    return y == y ? (float) y : Float.NaN;
  }

  /** Beyond these bounds the result is 0, infinity or 1 and stays so. */
  private static double clamped(float x) {
    return DoubleMath.atMost(DoubleMath.atLeast(x, -105.0), 105.0);
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
   * e^x - 1.
   *
   * @param x any number
   * @return the exponential less one
   */
  public static float expm1(float x) {
    return toFloat(DoubleMath.expm1(x));
  }

  /**
   * Natural logarithm.
   *
   * @param x any number
   * @return the logarithm: -infinity at zeros, NaN below
   */
  public static float log(float x) {
    return toFloat(DoubleMath.logNarrow(x));
  }

  /**
   * Hyperbolic tangent.
   *
   * @param x any number
   * @return its hyperbolic tangent
   */
  public static float tanh(float x) {
    return toFloat(DoubleMath.tanh(x));
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
    return toFloat(DoubleMath.sigmoidNarrow(clamped(x)));
  }

  /**
   * log(1 + e^x).
   *
   * @param x any number
   * @return its softplus
   */
  public static float softplus(float x) {
    return toFloat(DoubleMath.softplusNarrow(DoubleMath.atLeast(x, -105.0)));
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
   * The exponential less one of each element.
   *
   * @param n how many
   * @param x the arguments
   * @param xAt where they start
   * @param y receives the results
   * @param yAt where they start
   */
  public static void expm1(int n, float[] x, int xAt, float[] y, int yAt) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = expm1(x[xAt + i]);
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
