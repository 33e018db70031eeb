package dev.rot180.kernels;

import java.util.Arrays;

/**
 * Poolings in plain Java: whole rows of outputs at a time, each tap copied beside the results so
 * that one index serves both arrays (see {@link PlainPanel}).
 */
final class PlainPool implements StripConv.Strip {
  static final PlainPool MAX = new PlainPool(true);

  /** Sums only; the division is left to {@link Pooling}. */
  static final PlainPool SUM = new PlainPool(false);

  private final boolean max;

  private PlainPool(boolean max) {
    this.max = max;
  }

  @Override
  public float padding() {
    return max ? Float.NEGATIVE_INFINITY : -0.0f; // -0 + x is x, also where x is a zero
  }

  @Override
  public Lowering.Rows rows() {
    return PlainRows.INSTANCE;
  }

  @Override
  public void run(
      Lowering lowering,
      int strip,
      float[] x,
      int at,
      int room,
      Packed filters,
      int group,
      int from,
      int to,
      float[] y,
      int yAt) {
    int count = lowering.numbersOf(strip);
    float[] results = Scratch.floats(Scratch.RESULTS, count);
    float[] tap = Scratch.floats(Scratch.TAP, count);
    Arrays.fill(results, 0, count, padding());
    for (int offset : lowering.offsets) {
      System.arraycopy(x, at + offset, tap, 0, count);
      if (max) {
        max(tap, results, count);
      } else {
        add(tap, results, count);
      }
    }
    lowering.store(strip, results, 0, y, yAt, rows());
  }

  private static void max(float[] x, float[] y, int count) {
    for (int i = 0; i < count; i++) {
      y[i] = Math.max(y[i], x[i]);
    }
  }

  private static void add(float[] x, float[] y, int count) {
    for (int i = 0; i < count; i++) {
      y[i] = y[i] + x[i];
    }
  }
}
