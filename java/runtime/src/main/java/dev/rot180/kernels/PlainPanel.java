package dev.rot180.kernels;

import java.util.Arrays;

/**
 * The inner loop in plain Java, in the one shape that the C2 compiler turns into vectors.
 *
 * <p>It does so when all arrays are read at the same index and there are few of them: four sources
 * and two results. So what four steps of the chains read is first copied into four arrays of its
 * own; thirty filters then use the copies. A loop that reads one array at shifted places runs six
 * to twenty times slower.
 */
final class PlainPanel {
  /** Outputs side by side. */
  static final int WIDTH = 512;

  /** Filters that share the copies: their sums stay in the second-level cache. */
  static final int FILTERS = 32;

  /**
   * Outputs computed at least, wanted or not: a compiler that has seen short loops no longer makes
   * vectors of long ones.
   */
  private static final int LEAST = 64;

  /** Steps copied at a time: a multiple of four. */
  private static final int STEPS = 16;

  private static final ThreadLocal<float[][]> SOURCES =
      ThreadLocal.withInitial(() -> new float[STEPS][WIDTH]);

  /** One row more than filters: an odd filter's partner. */
  private static final ThreadLocal<float[][]> RESULTS =
      ThreadLocal.withInitial(() -> new float[FILTERS + 1][WIDTH]);

  private PlainPanel() {}

  /** The calling thread's rows of sums, one for each filter. */
  static float[][] results() {
    return RESULTS.get();
  }

  /**
   * Runs the chains of some filters for some outputs.
   *
   * @param x what the chains read: step {@code i} of output {@code n} at {@code at + offsets[i] + n
   *     * apart}
   * @param width number of outputs, at most {@link #WIDTH}
   * @param filters the weights
   * @param group the group
   * @param first first filter of the group; a multiple of two
   * @param count number of filters, at most {@link #FILTERS}
   * @param results holds a row of starts for each filter, then of sums
   */
  static void run(
      float[] x,
      int at,
      int apart,
      int[] offsets,
      int width,
      Packed filters,
      int group,
      int first,
      int count,
      float[][] results) {
    float[][] sources = SOURCES.get();
    for (int step = 0; step < offsets.length; step += STEPS) {
      int steps = Math.min(STEPS, offsets.length - step);
      for (int i = 0; i < steps; i++) {
        copy(x, at + offsets[step + i], apart, sources[i], width);
      }
      int padded = (steps + 3) / 4 * 4;
      for (int i = steps; i < padded; i++) {
        Arrays.fill(sources[i], 0, width, 0.0f); // a tap of zeros changes no bit
      }
      for (int filter = first; filter < first + count; filter += 2) {
        int w0 = at(filters, group, filter, step);
        int w1 = at(filters, group, Math.min(filter + 1, first + count - 1), step);
        float[] y0 = results[filter - first];
        float[] y1 = results[filter + 1 - first < count ? filter + 1 - first : FILTERS];
        for (int i = 0; i < padded; i += 4) {
          four(sources, i, steps, filters, w0, w1, y0, y1, Math.max(width, LEAST));
        }
      }
    }
  }

  private static int at(Packed filters, int group, int filter, int step) {
    int lanes = filters.lanes;
    return filters.at(group, filter / lanes) + filter % lanes + step * lanes;
  }

  private static void copy(float[] x, int from, int apart, float[] to, int width) {
    if (apart == 1) {
      System.arraycopy(x, from, to, 0, width);
    } else {
      for (int n = 0, p = from; n < width; n++, p += apart) {
        to[n] = x[p];
      }
    }
  }

  /** Four steps of two filters; weights behind the last step count as zero. */
  private static void four(
      float[][] sources,
      int i,
      int steps,
      Packed filters,
      int w0,
      int w1,
      float[] y0,
      float[] y1,
      int width) {
    float[] w = filters.data;
    int lanes = filters.lanes;
    int p = w0 + i * lanes;
    int q = w1 + i * lanes;
    boolean b = i + 1 < steps;
    boolean c = i + 2 < steps;
    boolean d = i + 3 < steps;
    loop(
        sources[i],
        sources[i + 1],
        sources[i + 2],
        sources[i + 3],
        y0,
        y1,
        width,
        w[p],
        b ? w[p + lanes] : 0,
        c ? w[p + 2 * lanes] : 0,
        d ? w[p + 3 * lanes] : 0,
        w[q],
        b ? w[q + lanes] : 0,
        c ? w[q + 2 * lanes] : 0,
        d ? w[q + 3 * lanes] : 0);
  }

  private static void loop(
      float[] a,
      float[] b,
      float[] c,
      float[] d,
      float[] y0,
      float[] y1,
      int width,
      float a0,
      float b0,
      float c0,
      float d0,
      float a1,
      float b1,
      float c1,
      float d1) {
    for (int n = 0; n < width; n++) {
      float va = a[n];
      float vb = b[n];
      float vc = c[n];
      float vd = d[n];
      y0[n] = Fma.fma(vd, d0, Fma.fma(vc, c0, Fma.fma(vb, b0, Fma.fma(va, a0, y0[n]))));
      y1[n] = Fma.fma(vd, d1, Fma.fma(vc, c1, Fma.fma(vb, b1, Fma.fma(va, a1, y1[n]))));
    }
  }
}
