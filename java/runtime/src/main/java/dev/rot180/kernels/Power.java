package dev.rot180.kernels;

/** The power function in binary64, within 1 ULP: the C++ twin is in {@code native/power.hpp}. */
final class Power {
  private Power() {}

  /**
   * What {@code p = a * b} lost, exactly, by halves of 26 bits: an fma would need the hardware's.
   */
  static double productError(double a, double b, double p) {
    double ca = 0x1.0000002p27 * a;
    double cb = 0x1.0000002p27 * b;
    double ah = ca - (ca - a);
    double bh = cb - (cb - b);
    double al = a - ah;
    double bl = b - bh;
    return ((ah * bh - p) + ah * bl + al * bh) + al * bl;
  }

  /** IEEE 754's pow, as in C: 1 for pow(x, 0) and pow(1, y), whatever the other argument. */
  static double pow(double x, double y) {
    double ay = DoubleMath.magnitude(y);
    if (y == 0.0 || x == 1.0 || (x == -1.0 && ay == Double.POSITIVE_INFINITY)) {
      return 1.0;
    }
    if (x != x || y != y) {
      return Double.NaN;
    }
    double a = DoubleMath.magnitude(x);
    boolean integer = ay >= 0x1p52 || (ay + 0x1p52) - 0x1p52 == ay;
    if (x < 0.0 && a < Double.POSITIVE_INFINITY && !integer) {
      return Double.NaN;
    }
    double r;
    if (a == 0.0) {
      r = y > 0.0 ? 0.0 : Double.POSITIVE_INFINITY;
    } else if (a == Double.POSITIVE_INFINITY) {
      r = y > 0.0 ? Double.POSITIVE_INFINITY : 0.0;
    } else {
      r = y == 2.0 ? a * a : y == 0.5 || y == 0.75 ? root(a, y) : ofPositive(a, y);
    }
    double half = ay * 0.5;
    boolean odd = integer && ay < 0x1p53 && half < 0x1p52 && (half + 0x1p52) - 0x1p52 != half;
    return odd ? DoubleMath.withSignOf(r, x) : r;
  }

  /** The commonest powers, more quickly and more exactly; 0.75 is that of LRN. */
  private static double root(double a, double y) {
    double root = Math.sqrt(a);
    return y == 0.5 ? root : a / Math.sqrt(root);
  }

  private static double ofPositive(double a, double y) {
    boolean subnormal = a < 0x1p-1022;
    double normal = subnormal ? a * 0x1p54 : a;
    long biased = DoubleMath.logExponent(normal);
    double k = (int) biased - (subnormal ? 1023 + 54 : 1023);
    double f = DoubleMath.logFraction(normal, biased);

    // log a to about 2^-63 of its value: the power multiplies its error. s = f / (2 + f)
    double d = 2.0 + f;
    double dLow = DoubleMath.sumError(2.0, f, d);
    double s = f / d;
    double sd = s * d;
    double sLow = (((f - sd) - productError(s, d, sd)) - s * dLow) / d;
    // t = s^2 / 3 + s^4 Q(s^2)
    double z = s * s;
    double zLow = productError(s, s, z);
    double w = z * z;
    double even =
        0x1.999999999999ap-3
            + w * (0x1.c71c71c6eaa10p-4 + w * (0x1.3b1395d2190c1p-4 + w * 0x1.df7cc8e5fa539p-5));
    double odd =
        0x1.2492492492521p-3
            + w * (0x1.745d177a96056p-4 + w * (0x1.1118c7e4b0917p-4 + w * 0x1.e02e6fff27908p-5));
    double t = z * 0x1.5555555555555p-2;
    double tLow =
        productError(z, 0x1.5555555555555p-2, t)
            + (z * 0x1.5555555555555p-56 + (zLow + 2.0 * s * sLow) * 0x1.5555555555555p-2)
            + w * (even + z * odd);
    // k ln 2 + 2s (1 + t)
    double st = 2.0 * s * t;
    double stLow = productError(2.0 * s, t, st);
    double main = k * DoubleMath.LN2_HIGH;
    double sum = main + 2.0 * s;
    double sumLow = DoubleMath.sumError(main, 2.0 * s, sum);
    double total = sum + st;
    double low =
        DoubleMath.sumError(sum, st, total)
            + (sumLow + (k * DoubleMath.LN2_LOW + (stLow + 2.0 * (s * tLow + sLow * (1.0 + t)))));
    double log = total + low;
    double logLow = DoubleMath.sumError(total, low, log);

    // Any y beyond 2^66 gives 0, 1 or infinity.
    double b = DoubleMath.atMost(DoubleMath.atLeast(y, -0x1p66), 0x1p66);
    double e = b * log;
    double within = DoubleMath.atMost(DoubleMath.atLeast(e, -750.0), 750.0);
    double eLow = within == e ? productError(b, log, e) + b * logLow : 0.0;
    double n = DoubleMath.expExponent(within);
    return DoubleMath.scale(1.0 + DoubleMath.expFraction(within, n, eLow), n);
  }
}
