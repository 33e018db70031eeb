package dev.rot180.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Poolings on vectors that run along the outputs, in the numbering of {@link Lowering}. */
final class VectorPool implements StripConv.Strip {
  static final VectorPool MAX = new VectorPool(true);

  /** Sums only; the division is left to {@link Pooling}. */
  static final VectorPool SUM = new VectorPool(false);

  private static final VectorSpecies<Float> S = VectorKernels.SPECIES;
  private static final int L = VectorKernels.LANES;

  /** How far apart a window's columns may lie for maxima to be taken in two passes. */
  private static final int NEAR = 32;

  private final boolean max;

  private VectorPool(boolean max) {
    this.max = max;
  }

  @Override
  public float padding() {
    return max ? Float.NEGATIVE_INFINITY : -0.0f;
  }

  @Override
  public Lowering.Rows rows() {
    return VectorCopy.INSTANCE;
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
    float[] results = Scratch.floats(Scratch.RESULTS, count + 4 * L);
    int span = lowering.columnOffsets[lowering.columnOffsets.length - 1];
    if (max && lowering.columnStride == 1 && span > 0 && span <= NEAR) {
      // Maxima are free of order: first those of columns, then of neighbours among these.
      float[] columns = Scratch.floats(Scratch.TAP, count + span + 4 * L);
      fold(x, at, count + span, room + span, lowering.rowOffsets, columns);
      fold(columns, 0, count, count + 4 * L, lowering.columnOffsets, results);
    } else {
      fold(x, at, count, room, lowering.offsets, results);
    }
    lowering.store(strip, results, 0, y, yAt, rows());
  }

  private void fold(float[] x, int at, int count, int room, int[] offsets, float[] results) {
    for (int t = 0; t < count; ) {
      if (count - t > L && room >= 4 * L) {
        int start = Math.min(t, room - 4 * L);
        if (max) {
          maxOfFour(x, at + start, offsets, results, start);
        } else {
          sumOfFour(x, at + start, offsets, results, start);
        }
        t = start + 4 * L;
      } else {
        int start = Math.min(t, room - L);
        if (max) {
          maxOfOne(x, at + start, offsets, results, start);
        } else {
          sumOfOne(x, at + start, offsets, results, start);
        }
        t = start + L;
      }
    }
  }

  private static void maxOfFour(float[] x, int at, int[] offsets, float[] y, int yAt) {
    FloatVector a = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    for (int i = 0; i < offsets.length; i++) {
      int p = at + offsets[i];
      a = a.max(FloatVector.fromArray(S, x, p));
      b = b.max(FloatVector.fromArray(S, x, p + L));
      c = c.max(FloatVector.fromArray(S, x, p + 2 * L));
      d = d.max(FloatVector.fromArray(S, x, p + 3 * L));
    }
    a.intoArray(y, yAt);
    b.intoArray(y, yAt + L);
    c.intoArray(y, yAt + 2 * L);
    d.intoArray(y, yAt + 3 * L);
  }

  private static void maxOfOne(float[] x, int at, int[] offsets, float[] y, int yAt) {
    FloatVector a = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < offsets.length; i++) {
      a = a.max(FloatVector.fromArray(S, x, at + offsets[i]));
    }
    a.intoArray(y, yAt);
  }

  private static void sumOfFour(float[] x, int at, int[] offsets, float[] y, int yAt) {
    FloatVector a = FloatVector.broadcast(S, -0.0f);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    for (int i = 0; i < offsets.length; i++) {
      int p = at + offsets[i];
      a = a.add(FloatVector.fromArray(S, x, p));
      b = b.add(FloatVector.fromArray(S, x, p + L));
      c = c.add(FloatVector.fromArray(S, x, p + 2 * L));
      d = d.add(FloatVector.fromArray(S, x, p + 3 * L));
    }
    a.intoArray(y, yAt);
    b.intoArray(y, yAt + L);
    c.intoArray(y, yAt + 2 * L);
    d.intoArray(y, yAt + 3 * L);
  }

  private static void sumOfOne(float[] x, int at, int[] offsets, float[] y, int yAt) {
    FloatVector a = FloatVector.broadcast(S, -0.0f);
    for (int i = 0; i < offsets.length; i++) {
      a = a.add(FloatVector.fromArray(S, x, at + offsets[i]));
    }
    a.intoArray(y, yAt);
  }
}
