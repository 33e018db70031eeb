package dev.rot180.kernels;

/**
 * |x| = quarter * pi / 2 + high + low of a float32 x, with |high| at most pi / 4; the quarter
 * modulo 2^64, which no function notices. The C++ twin is in {@code native/trigonometry.hpp}.
 */
final class Angle {
  // Bits of 2 / pi, of weight 2^63 and below.
  private static final long[] TWO_OVER_PI = {
    0L, 0xa2f9836e4e441529L, 0xfc2757d1f534ddc0L, 0xdb6295993c439041L, 0xfe5163abdebbc561L
  };
  // pi / 2 in two parts: the product of the first with 27 bits is exact.
  private static final double HALF_PI_26 = 0x1.921fb50000000p+0;
  private static final double HALF_PI_REST = 0x1.110b4611a6263p-26;

  final long quarter;
  final double high;
  final double low;

  private Angle(long quarter, double high, double low) {
    this.quarter = quarter;
    this.high = high;
    this.low = low;
  }

  /**
   * Payne and Hanek's reduction: of the product with 2 / pi only those bits are computed that say
   * where in a turn x is.
   */
  static Angle of(float x) {
    int b = Float.floatToRawIntBits(x) & 0x7fffffff;
    if (b < 0x3f490fdb) { // pi / 4
      return new Angle(0, Float.intBitsToFloat(b), 0.0);
    }
    // |x| = m * 2^(exponent - 150), where m has 24 bits.
    long m = (b & 0x7fffff) | 0x800000;
    int exponent = b >> 23;
    // 128 bits of 2 / pi, the first of which makes two quarters of the lowest bit of m.
    int word = (exponent - 88) >> 6;
    int shift = (exponent - 88) & 63;
    long next = TWO_OVER_PI[word + 1];
    long w1 = TWO_OVER_PI[word] << shift | next >>> 1 >>> (63 - shift);
    long w0 = next << shift | TWO_OVER_PI[word + 2] >>> 1 >>> (63 - shift);
    // m * (w1 * 2^64 + w0), modulo a turn of 2^128.
    long middle = m * (w0 >>> 32) + (m * (w0 & 0xffffffffL) >>> 32);
    long product = m * w1 + (middle >>> 32);
    long rest = m * w0;
    // Less the nearest number of quarters: f in quarters, |f| <= 1/2, as a sum of two binary64.
    long quarter = (product + 0x2000000000000000L) >>> 62;
    long signed = product - (quarter << 62);
    double f30 = (int) (signed >> 32) * 0x1p-30;
    double f62 = (signed & 0xffffffffL) * 0x1p-62;
    double f114 = (rest >>> 12) * 0x1p-114;
    double below = f62 + f114;
    double f = f30 + below;
    double low = (below - (f - f30)) + (f114 - (below - f62));
    return times(quarter, f, low);
  }

  /** From quarters of a turn to the angle: times pi / 2. */
  private static Angle times(long quarter, double f, double low) {
    double f26 = Double.longBitsToDouble(Double.doubleToRawLongBits(f) & 0xfffffffff8000000L);
    double exact = f26 * HALF_PI_26;
    double correction = f26 * HALF_PI_REST + ((f - f26) + low) * Trigonometry.HALF_PI;
    double high = exact + correction;
    return new Angle(quarter, high, correction - (high - exact));
  }

  /** What to add to {@link #high} for the sine of high + low. */
  double sineLow() {
    double z = high * high;
    double w = z * z;
    double even =
        -0x1.5555555555555p-3
            + w
                * (-0x1.a01a01a019937p-13
                    + w * (-0x1.ae64541295cdfp-26 + w * -0x1.ab17bdcbd3414p-41));
    double odd = 0x1.1111111111110p-7 + w * (0x1.71de3a54607a5p-19 + w * 0x1.61217ee5cca1bp-33);
    return high * (z * (even + z * odd)) + low * (1.0 - 0.5 * z);
  }

  /** The larger part of the cosine of high + low. */
  double cosineHigh() {
    return 1.0 - 0.5 * (high * high);
  }

  /** What to add to {@link #cosineHigh}. */
  double cosineLow() {
    double z = high * high;
    double w = z * z;
    double even = 0x1.5555555555555p-5 + w * (0x1.a01a019f4e9b4p-16 + w * 0x1.1eeb68cd22f56p-29);
    double odd = -0x1.6c16c16c16967p-10 + w * (-0x1.27e4fa17bf139p-22 + w * -0x1.907d8f29fe831p-37);
    double lost = (1.0 - cosineHigh()) - 0.5 * z;
    return lost + (w * (even + z * odd) - high * low);
  }
}
