package dev.rot180.kernels;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The functions of {@link FloatMath} that networks spend time in, a vector at a time: each lane
 * does the operations of {@link DoubleMath} and gets the same bits.
 *
 * <p>Arguments go through an array of binary64: vectors of half the width, which a conversion would
 * need, make the compiler box those of full width in all other kernels (JDK 17: a LeNet took 21 us
 * instead of 12). The constants are vectors because a scalar operand stops inlining too early.
 */
final class VectorMath {
  private static final VectorSpecies<Double> DOUBLES =
      VectorSpecies.of(double.class, VectorKernels.SPECIES.vectorShape());
  private static final int LANES = DOUBLES.length();

  /** Arguments at a time: a multiple of every vector, and small beside the first-level cache. */
  private static final int CHUNK = 256;

  private static final ThreadLocal<double[]> NUMBERS =
      ThreadLocal.withInitial(() -> new double[CHUNK]);

  private static final DoubleVector ONE = all(1.0);
  private static final DoubleVector TWO = all(2.0);
  private static final DoubleVector HALF = all(0.5);
  private static final DoubleVector SHIFT = all(0x1.8p52);
  private static final DoubleVector ONE_OVER_LN2 = all(DoubleMath.ONE_OVER_LN2);
  private static final DoubleVector LN2_HIGH = all(DoubleMath.LN2_HIGH);
  private static final DoubleVector MINUS_LN2_LOW = all(-DoubleMath.LN2_LOW);
  private static final DoubleVector E2 = HALF;
  private static final DoubleVector E3 = all(0x1.5555555555557p-3);
  private static final DoubleVector E4 = all(0x1.5555555555556p-5);
  private static final DoubleVector E5 = all(0x1.11111111100dcp-7);
  private static final DoubleVector E6 = all(0x1.6c16c16c162d4p-10);
  private static final DoubleVector E7 = all(0x1.a01a01abe7fe1p-13);
  private static final DoubleVector E8 = all(0x1.a01a01a6d889cp-16);
  private static final DoubleVector E9 = all(0x1.71de0231960ebp-19);
  private static final DoubleVector E10 = all(0x1.27e4db646b17ep-22);
  private static final DoubleVector E11 = all(0x1.af4de97ca4194p-26);
  private static final DoubleVector E12 = all(0x1.1f730349868cep-29);
  private static final DoubleVector NEARLY_QUARTER = all(0x1p-2 - 0x1p-32);
  private static final DoubleVector TINY = all(0x1p-13);
  private static final DoubleVector UNDECIDED = all(-0x1.250c02p-10);
  private static final DoubleVector DECIDED = all(0x1.ffb6bep-2);
  private static final DoubleVector EXP_LIMIT = all(105.0);
  private static final DoubleVector TANH_LIMIT = all(22.0);
  private static final LongVector BIAS = longs(1023);
  private static final LongVector SIGN = longs(0x8000000000000000L);

  private VectorMath() {}

  private static DoubleVector all(double x) {
    return DoubleVector.broadcast(DOUBLES, x);
  }

  private static LongVector longs(long x) {
    return (LongVector) ONE.reinterpretAsLongs().broadcast(x);
  }

  private static void widen(float[] x, int at, double[] to, int count) {
    for (int i = 0; i < count; i++) {
      to[i] = x[at + i];
    }
  }

  /** Rounds once; every NaN becomes the canonical one. */
  private static void narrow(double[] y, int count, float[] to, int at) {
    for (int i = 0; i < count; i++) {
      to[at + i] = y[i] == y[i] ? (float) y[i] : Float.NaN;
    }
  }

  /** The nearer limit where |x| is larger; a NaN stays. */
  private static DoubleVector within(DoubleVector x, DoubleVector limit) {
    DoubleVector upper = x.blend(limit, x.compare(VectorOperators.GT, limit));
    DoubleVector lower = limit.neg();
    return upper.blend(lower, upper.compare(VectorOperators.LT, lower));
  }

  private static DoubleVector powerOfTwo(DoubleVector k) {
    return k.add(SHIFT)
        .reinterpretAsLongs()
        .add(BIAS)
        .lanewise(VectorOperators.LSHL, 52)
        .reinterpretAsDoubles();
  }

  private static DoubleVector expExponent(DoubleVector x) {
    return x.mul(ONE_OVER_LN2).add(SHIFT).sub(SHIFT);
  }

  private static DoubleVector expFraction(DoubleVector x, DoubleVector k) {
    DoubleVector high = x.sub(k.mul(LN2_HIGH));
    DoubleVector rest = k.mul(MINUS_LN2_LOW);
    DoubleVector r = high.add(rest);
    DoubleVector lost = high.sub(r).add(rest);
    DoubleVector z = r.mul(r);
    DoubleVector even =
        z.mul(E12).add(E10).mul(z).add(E8).mul(z).add(E6).mul(z).add(E4).mul(z).add(E2);
    DoubleVector odd = z.mul(E11).add(E9).mul(z).add(E7).mul(z).add(E5).mul(z).add(E3);
    return r.add(lost.add(z.mul(even.add(r.mul(odd)))));
  }

  private static DoubleVector expNarrow(DoubleVector x) {
    DoubleVector k = expExponent(x);
    return ONE.add(expFraction(x, k)).mul(powerOfTwo(k));
  }

  static void exp(int n, float[] x, int xAt, float[] y, int yAt) {
    double[] numbers = NUMBERS.get();
    for (int i = 0; i < n; i += CHUNK) {
      int count = Math.min(CHUNK, n - i);
      widen(x, xAt + i, numbers, count);
      for (int j = 0; j < count; j += LANES) { // behind the last argument lie numbers of old
        DoubleVector v = DoubleVector.fromArray(DOUBLES, numbers, j);
        expNarrow(within(v, EXP_LIMIT)).intoArray(numbers, j);
      }
      narrow(numbers, count, y, yAt + i);
    }
  }

  static void tanh(int n, float[] x, int xAt, float[] y, int yAt) {
    double[] numbers = NUMBERS.get();
    for (int i = 0; i < n; i += CHUNK) {
      int count = Math.min(CHUNK, n - i);
      widen(x, xAt + i, numbers, count);
      for (int j = 0; j < count; j += LANES) {
        DoubleVector v = DoubleVector.fromArray(DOUBLES, numbers, j);
        tanh(v).intoArray(numbers, j);
      }
      narrow(numbers, count, y, yAt + i);
    }
  }

  private static DoubleVector tanh(DoubleVector x) {
    DoubleVector twice = TWO.mul(within(x.abs(), TANH_LIMIT));
    DoubleVector k = expExponent(twice);
    DoubleVector power = powerOfTwo(k);
    DoubleVector expm1 = power.mul(expFraction(twice, k)).add(power.sub(ONE));
    DoubleVector magnitude = expm1.div(expm1.add(TWO));
    return magnitude
        .reinterpretAsLongs()
        .or(x.reinterpretAsLongs().and(SIGN))
        .reinterpretAsDoubles();
  }

  static void sigmoid(int n, float[] x, int xAt, float[] y, int yAt) {
    double[] numbers = NUMBERS.get();
    for (int i = 0; i < n; i += CHUNK) {
      int count = Math.min(CHUNK, n - i);
      widen(x, xAt + i, numbers, count);
      for (int j = 0; j < count; j += LANES) {
        DoubleVector v = DoubleVector.fromArray(DOUBLES, numbers, j);
        sigmoid(v).intoArray(numbers, j);
      }
      narrow(numbers, count, y, yAt + i);
    }
  }

  private static DoubleVector sigmoid(DoubleVector x) {
    DoubleVector e = expNarrow(within(x, EXP_LIMIT).neg());
    DoubleVector nearZero = HALF.add(x.mul(NEARLY_QUARTER));
    VectorMask<Double> small = x.abs().compare(VectorOperators.LT, TINY);
    VectorMask<Double> undecided = x.compare(VectorOperators.EQ, UNDECIDED);
    return ONE.div(ONE.add(e)).blend(nearZero, small).blend(DECIDED, undecided);
  }
}
