package dev.rot180.kernels;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The functions of {@link FloatMath} that networks spend time in, a vector at a time: each lane
 * does the operations of {@link DoubleMath} and gets the same bits.
 *
 * <p>A vector of binary64 is as wide as the machine's; its arguments are a float32 vector of half
 * that width. The constants are vectors: a scalar operand costs a third of the speed, as the
 * compiler stops inlining too early.
 */
final class VectorMath {
  private static final VectorSpecies<Double> DOUBLES =
      VectorSpecies.of(double.class, VectorKernels.SPECIES.vectorShape());
  private static final VectorSpecies<Float> FLOATS =
      VectorSpecies.of(float.class, VectorShape.forBitSize(DOUBLES.vectorBitSize() / 2));
  private static final int LANES = DOUBLES.length();

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
  private static final long SIGN = 0x8000000000000000L;

  private VectorMath() {}

  private static DoubleVector all(double x) {
    return DoubleVector.broadcast(DOUBLES, x);
  }

  private static DoubleVector widen(float[] x, int at) {
    return (DoubleVector)
        FloatVector.fromArray(FLOATS, x, at).convertShape(VectorOperators.F2D, DOUBLES, 0);
  }

  /** Rounds once; every NaN becomes the canonical one. */
  private static void store(DoubleVector y, float[] to, int at) {
    FloatVector rounded = (FloatVector) y.convertShape(VectorOperators.D2F, FLOATS, 0);
    VectorMask<Float> nan = rounded.compare(VectorOperators.NE, rounded);
    rounded.blend(Float.NaN, nan).intoArray(to, at);
  }

  private static DoubleVector atMost(DoubleVector x, double limit) {
    return x.blend(limit, x.compare(VectorOperators.GT, limit));
  }

  private static DoubleVector atLeast(DoubleVector x, double limit) {
    return x.blend(limit, x.compare(VectorOperators.LT, limit));
  }

  private static DoubleVector powerOfTwo(DoubleVector k) {
    return k.add(SHIFT)
        .reinterpretAsLongs()
        .add(1023)
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
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      store(expNarrow(atMost(atLeast(widen(x, xAt + i), -105.0), 105.0)), y, yAt + i);
    }
    FloatMath.exp(n - i, x, xAt + i, y, yAt + i);
  }

  static void tanh(int n, float[] x, int xAt, float[] y, int yAt) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      DoubleVector v = widen(x, xAt + i);
      DoubleVector twice = TWO.mul(atMost(v.abs(), 22.0));
      DoubleVector k = expExponent(twice);
      DoubleVector power = powerOfTwo(k);
      DoubleVector expm1 = power.mul(expFraction(twice, k)).add(power.sub(ONE));
      DoubleVector magnitude = expm1.div(expm1.add(TWO));
      store(
          magnitude
              .reinterpretAsLongs()
              .or(v.reinterpretAsLongs().and(SIGN))
              .reinterpretAsDoubles(),
          y,
          yAt + i);
    }
    FloatMath.tanh(n - i, x, xAt + i, y, yAt + i);
  }

  static void sigmoid(int n, float[] x, int xAt, float[] y, int yAt) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      DoubleVector v = widen(x, xAt + i);
      DoubleVector e = expNarrow(atMost(atLeast(v, -105.0), 105.0).neg());
      DoubleVector nearZero = HALF.add(v.mul(NEARLY_QUARTER));
      VectorMask<Double> small = v.abs().compare(VectorOperators.LT, 0x1p-13);
      VectorMask<Double> undecided = v.compare(VectorOperators.EQ, -0x1.250c02p-10);
      store(ONE.div(ONE.add(e)).blend(nearZero, small).blend(0x1.ffb6bep-2, undecided), y, yAt + i);
    }
    FloatMath.sigmoid(n - i, x, xAt + i, y, yAt + i);
  }
}
