package dev.rot180.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FmaTest {
  private static final float[] HARD = {
    0.0f,
    -0.0f,
    1.0f,
    -1.0f,
    0x1.000002p0f,
    0x1.fffffep0f,
    0x1p-126f,
    0x1p-149f,
    -0x1p-149f,
    0x1.8p-126f,
    0x1p-63f,
    0x1.000002p-75f,
    0x1p-24f,
    -0x1p-24f,
    0x1p-25f,
    0x1p63f,
    0x1p64f,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN
  };

  private static void check(float a, float b, float c) {
    assertEquals(
        Float.floatToIntBits(Math.fma(a, b, c)),
        Float.floatToIntBits(Fma.emulated(a, b, c)),
        () -> "fma(" + a + ", " + b + ", " + c + ")");
  }

  @Test
  void emulationEqualsTheInstructionAtTheEdges() {
    for (float a : HARD) {
      for (float b : HARD) {
        for (float c : HARD) {
          check(a, b, c);
        }
      }
    }
  }

  @Test
  void emulationEqualsTheInstructionOnAnyBits() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 300_000; i++) {
      check(
          Float.intBitsToFloat(random.nextInt()),
          Float.intBitsToFloat(random.nextInt()),
          Float.intBitsToFloat(random.nextInt()));
    }
  }

  @Test
  void emulationEqualsTheInstructionNearTiesAndSubnormals() {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 300_000; i++) {
      // Few significant bits: products that end where a float's last place is halved.
      float a = Math.scalb((float) (random.nextInt(1 << 13) | 1), random.nextInt(-90, -40));
      float b = Math.scalb((float) (random.nextInt(1 << 13) | 1), random.nextInt(-90, 40));
      float c = Math.scalb((float) random.nextInt(1 << 24), random.nextInt(-149, 0));
      check(a, b, random.nextBoolean() ? c : -c);
    }
  }
}
