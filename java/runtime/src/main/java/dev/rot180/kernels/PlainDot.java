package dev.rot180.kernels;

/** Chains of one place in scalars: eight outputs at a time, so that their delays overlap. */
final class PlainDot {
  /** Outputs at a time. */
  static final int OUTPUTS = 8;

  private PlainDot() {}

  /**
   * Runs the chains of up to eight outputs.
   *
   * @param x what the chains read: step {@code i} at {@code at + offsets[i]}
   * @param weights the weights
   * @param group the group
   * @param first first output of the group; a multiple of eight unless blocks are of one
   * @param count number of outputs
   * @param sums the starts of the chains, then their ends
   */
  static void run(
      float[] x,
      int at,
      int[] offsets,
      Packed weights,
      int group,
      int first,
      int count,
      float[] sums) {
    int w = weights.at(group, first / weights.lanes) + first % weights.lanes;
    if (weights.lanes == Packed.BLOCK) {
      eight(x, at, offsets, weights.data, w, sums);
    } else {
      sums[0] = one(x, at, offsets, weights.data, w, sums[0]);
    }
  }

  private static void eight(float[] x, int at, int[] offsets, float[] w, int wAt, float[] sums) {
    float a = sums[0];
    float b = sums[1];
    float c = sums[2];
    float d = sums[3];
    float e = sums[4];
    float f = sums[5];
    float g = sums[6];
    float h = sums[7];
    for (int i = 0, q = wAt; i < offsets.length; i++, q += Packed.BLOCK) {
      float v = x[at + offsets[i]];
      a = Fma.fma(v, w[q], a);
      b = Fma.fma(v, w[q + 1], b);
      c = Fma.fma(v, w[q + 2], c);
      d = Fma.fma(v, w[q + 3], d);
      e = Fma.fma(v, w[q + 4], e);
      f = Fma.fma(v, w[q + 5], f);
      g = Fma.fma(v, w[q + 6], g);
      h = Fma.fma(v, w[q + 7], h);
    }
    sums[0] = a;
    sums[1] = b;
    sums[2] = c;
    sums[3] = d;
    sums[4] = e;
    sums[5] = f;
    sums[6] = g;
    sums[7] = h;
  }

  private static float one(float[] x, int at, int[] offsets, float[] w, int wAt, float sum) {
    for (int i = 0; i < offsets.length; i++) {
      sum = Fma.fma(x[at + offsets[i]], w[wAt + i], sum);
    }
    return sum;
  }
}
