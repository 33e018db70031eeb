package dev.rot180.kernels;

/**
 * Fused multiply-add with one rounding, also where the processor has none: there {@link Math#fma}
 * computes with BigDecimal and a network takes seconds instead of milliseconds.
 */
public final class Fma {
  /** Whether {@link Math#fma} is quick: measured once, when this class is initialised. */
  public static final boolean FAST = measure();

  private Fma() {}

  /**
   * a * b + c, rounded once.
   *
   * @param a a factor
   * @param b a factor
   * @param c what is added
   * @return the same bits as {@link Math#fma(float, float, float)}, NaN payloads aside
   */
  public static float fma(float a, float b, float c) {
    return FAST ? Math.fma(a, b, c) : emulated(a, b, c);
  }

  /**
   * a * b + c, rounded once, in additions and multiplications of binary64.
   *
   * @param a a factor
   * @param b a factor
   * @param c what is added
   * @return the same bits as {@link Math#fma(float, float, float)}, NaN payloads aside
   */
  public static float emulated(float a, float b, float c) {
    double product = (double) a * b; // exact: 48 bits
    double sum = product + c;
    float rounded = (float) sum;
    long bits = Double.doubleToRawLongBits(sum);
    // The second rounding goes wrong only from a tie, or where a subnormal float has fewer bits.
    if ((bits & 0x1fffffff) != 0x10000000 && Math.abs(rounded) > 0x1p-126f) {
      return rounded;
    }
    // Round the sum to odd instead: what was lost then breaks the tie to its own side.
    double part = sum - product;
    double lost = (product - (sum - part)) + (c - part);
    if (lost > 0.0 || lost < 0.0) {
      if ((bits & 1) == 0) {
        bits += (lost > 0.0) == (sum > 0.0) ? 1 : -1;
      }
      return (float) Double.longBitsToDouble(bits);
    }
    return rounded; // exact, infinite or NaN
  }

  private static boolean measure() {
    float sum = 1.0f;
    for (int round = 0; round < 8; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < 32; i++) {
        sum = Math.fma(sum, 0.999f, 0.001f);
      }
      // Even interpreted, an instruction takes some 50 ns; BigDecimal takes more than 1000.
      if (System.nanoTime() - start < 32 * 400 && sum > 0.0f) {
        return true;
      }
    }
    return false;
  }
}
