package dev.rot180.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FloatMathTest {
  /**
   * Written by tools/exhaustive, which also compares C++, Java and a correctly rounded reference.
   */
  private static final Path RECORDED = Path.of("..", "..", "tests", "arithmetic", "hashes.txt");

  private static final float INFINITY = Float.POSITIVE_INFINITY;

  private interface Function {
    void apply(int n, float[] x, int xAt, float[] y, int yAt);
  }

  static List<String> names() {
    return List.of(
        "exp",
        "log",
        "tanh",
        "sigmoid",
        "softplus",
        "erf",
        "sin",
        "cos",
        "tan",
        "asin",
        "acos",
        "atan",
        "sinh",
        "cosh",
        "asinh",
        "acosh",
        "atanh");
  }

  private static Function function(String name) {
    switch (name) {
      case "exp":
        return FloatMath::exp;
      case "log":
        return FloatMath::log;
      case "tanh":
        return FloatMath::tanh;
      case "sigmoid":
        return FloatMath::sigmoid;
      case "softplus":
        return FloatMath::softplus;
      case "sin":
        return each(Trigonometry::sin);
      case "cos":
        return each(Trigonometry::cos);
      case "tan":
        return each(Trigonometry::tan);
      case "asin":
        return each(Trigonometry::asin);
      case "acos":
        return each(Trigonometry::acos);
      case "atan":
        return each(Trigonometry::atan);
      case "sinh":
        return each(Hyperbolic::sinh);
      case "cosh":
        return each(Hyperbolic::cosh);
      case "asinh":
        return each(Hyperbolic::asinh);
      case "acosh":
        return each(Hyperbolic::acosh);
      case "atanh":
        return each(Hyperbolic::atanh);
      default:
        return FloatMath::erf;
    }
  }

  private interface Scalar {
    float apply(float x);
  }

  private static Function each(Scalar f) {
    return (n, x, xAt, y, yAt) -> {
      for (int i = 0; i < n; i++) {
        y[yAt + i] = f.apply(x[xAt + i]);
      }
    };
  }

  private static long mix(long argument, int result) {
    long z = (argument << 32 | result & 0xffffffffL) * 0x9e3779b97f4a7c15L;
    z = (z ^ z >>> 32) * 0xd6e8feb86659fd93L;
    return z ^ z >>> 32;
  }

  @ParameterizedTest
  @MethodSource("names")
  void every4099thArgumentGivesTheRecordedBits(String name) throws IOException {
    Function f = function(name);
    float[] x = new float[4099];
    float[] y = new float[4099];
    long hash = 0;
    for (long start = 0; start < 1L << 32; start += 4099L * x.length) {
      for (int i = 0; i < x.length; i++) {
        x[i] = Float.intBitsToFloat((int) (start + 4099L * i));
      }
      f.apply(x.length, x, 0, y, 0);
      for (int i = 0; i < x.length && start + 4099L * i < 1L << 32; i++) {
        hash += mix(start + 4099L * i, Float.floatToRawIntBits(y[i]));
      }
    }
    assertRecorded(name + " stride ", hash);
  }

  @Test
  void millionPairsOfPowGiveTheRecordedBits() throws IOException {
    long hash = 0;
    for (long i = 0; i < 1_000_000; i++) {
      long r = mix(i >>> 1, (int) (i & 1)) ^ mix(i, 7);
      int exponent = (int) (r >>> 32);
      if ((i & 1) != 0) {
        exponent = exponent & 0x807fffff | 111 + (exponent >>> 23 & 31) << 23;
      }
      float power = FloatMath.pow(Float.intBitsToFloat((int) r), Float.intBitsToFloat(exponent));
      hash += mix(i, Float.floatToRawIntBits(power));
    }
    assertRecorded("pow sample ", hash);
  }

  private static void assertRecorded(String start, long hash) throws IOException {
    List<String> recorded =
        Files.readAllLines(RECORDED).stream()
            .filter(line -> line.startsWith(start))
            .collect(Collectors.toList());
    assertEquals(List.of(String.format("%s%016x", start, hash)), recorded);
  }

  @Test
  void argumentsThatNoBinary64CanDecideAreRoundedByTable() {
    assertEquals(-0x1.1c2b1ep+2f, FloatMath.log(0x1.827a74p-7f));
    assertEquals(0x1.1fcbcep+1f, FloatMath.log(0x1.2f1fd6p+3f));
    assertEquals(0x1.1e0696p+4f, FloatMath.log(0x1.bacb4ap+25f));
    assertEquals(0x1.a9a3f2p+5f, FloatMath.log(0x1.b121a6p+76f));
    assertEquals(0x1.08b512p+6f, FloatMath.log(0x1.6351d8p+95f));
    assertEquals(0x1.ffb6bep-2f, FloatMath.sigmoid(-0x1.250c02p-10f));
    assertEquals(0x1.63017ap-1f, FloatMath.softplus(0x1.d483ap-12f));
  }

  @Test
  void arraysStartAtTheirOffsetsAndMayBeTheSame() {
    float[] x = {9, 1, 2, 9};
    float[] y = {7, 7, 7, 7};
    FloatMath.exp(2, x, 1, y, 2);
    assertEquals(7, y[1]);
    assertEquals(FloatMath.exp(1), y[2]);
    assertEquals(FloatMath.exp(2), y[3]);
    FloatMath.exp(2, x, 1, x, 1);
    assertEquals(y[2], x[1]);
    assertEquals(9, x[3]);
  }

  @Test
  void everyNanIsTheCanonicalOne() {
    for (int bits : new int[] {0x7fc00001, 0xffc00000, 0x7f800001}) {
      float[] x = {Float.intBitsToFloat(bits)};
      float[] y = new float[1];
      for (String name : names()) {
        function(name).apply(1, x, 0, y, 0);
        assertEquals(0x7fc00000, Float.floatToRawIntBits(y[0]), name);
      }
    }
  }

  @Test
  void powHasTheLimitsOfC() {
    assertEquals(1.0f, FloatMath.pow(Float.NaN, 0.0f));
    assertEquals(1.0f, FloatMath.pow(1.0f, Float.NaN));
    assertEquals(1.0f, FloatMath.pow(-1.0f, INFINITY));
    assertEquals(Float.NaN, FloatMath.pow(-2.0f, 0.5f));
    assertEquals(-8.0f, FloatMath.pow(-2.0f, 3.0f));
    assertEquals(0.0f, FloatMath.pow(-0.0f, 0.5f));
    assertEquals(-0.0f, FloatMath.pow(-0.0f, 3.0f));
    assertEquals(-INFINITY, FloatMath.pow(-0.0f, -3.0f));
    assertEquals(INFINITY, FloatMath.pow(-INFINITY, 2.0f));
    assertEquals(0.0f, FloatMath.pow(0.5f, INFINITY));
    assertEquals(Float.MIN_VALUE, FloatMath.pow(2.0f, -149.0f));
    assertEquals(1.1892071f, FloatMath.pow(2.0f, 0.25f));
  }

  @Test
  void binary64FunctionsAreWithinTwoUlpOfStrictMath() {
    java.util.Random random = new java.util.Random(1);
    for (int i = 0; i < 100_000; i++) {
      double x = random.nextGaussian() * 10;
      double y = random.nextGaussian() * 10;
      double positive = Math.abs(x);
      // StrictMath's own error is below 1 ULP, of tanh 2.5.
      assertClose(StrictMath.exp(x), DoubleMath.exp(x), 3);
      assertClose(StrictMath.log(positive), DoubleMath.log(positive), 3);
      assertClose(StrictMath.tanh(x), DoubleMath.tanh(x), 5);
      assertClose(StrictMath.pow(positive, y), DoubleMath.pow(positive, y), 2);
    }
  }

  private static void assertClose(double expected, double actual, int ulps) {
    assertTrue(
        Math.abs(expected - actual) <= ulps * Math.ulp(expected), expected + " and " + actual);
  }
}
