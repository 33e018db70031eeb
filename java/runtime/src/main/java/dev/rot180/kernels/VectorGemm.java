package dev.rot180.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Matrix products on vectors along the columns of the right matrix. */
final class VectorGemm {
  private static final VectorSpecies<Float> S = VectorKernels.SPECIES;
  private static final int L = VectorKernels.LANES;

  /** Columns of a part when one row is multiplied: eight vectors. */
  private static final int GROUP = 8 * L;

  /** Multiply-adds below which a second thread costs more than it brings. */
  private static final long WORTH_A_THREAD = 1 << 20;

  /** Rows of a part: their left matrix stays in the second-level cache. */
  private static final int ROWS = 96;

  private VectorGemm() {}

  static void run(int rows, float[] a, int aAt, Packed b, float[] y, int yAt, Parallel parallel) {
    long work = (long) rows * b.outputs * b.steps;
    Parallel threads = work < WORTH_A_THREAD ? Parallel.ONE : parallel;
    if (rows == 1) {
      int groups = (b.outputs + GROUP - 1) / GROUP;
      if (threads.threads() == 1) {
        for (int group = 0; group < groups; group++) {
          row(group, a, aAt, b, y, yAt);
        }
      } else {
        threads.run(groups, group -> row(group, a, aAt, b, y, yAt));
      }
      return;
    }
    int bands = (rows + ROWS - 1) / ROWS;
    int cuts = Math.max(1, Math.min(b.blocks, 4 * threads.threads() / Math.max(1, bands)));
    if (threads.threads() == 1) {
      for (int band = 0; band < bands; band++) {
        band(band, 0, b.blocks, rows, a, aAt, b, y, yAt);
      }
    } else {
      threads.run(
          bands * cuts,
          part -> {
            int cut = part % cuts;
            int first = b.blocks * cut / cuts;
            int end = b.blocks * (cut + 1) / cuts;
            band(part / cuts, first, end, rows, a, aAt, b, y, yAt);
          });
    }
  }

  /** Eight vectors of columns of a single row. */
  private static void row(int group, float[] a, int aAt, Packed b, float[] y, int yAt) {
    float[] sums = Scratch.floats(Scratch.RESULTS, GROUP);
    int first = group * GROUP;
    int count = Math.min(GROUP, b.outputs - first);
    System.arraycopy(y, yAt + first, sums, 0, count);
    if (count > GROUP / 2 && first + GROUP <= b.blocks * Packed.BLOCK) {
      eightVectors(a, aAt, b.steps, b.data, b.at(0, first / Packed.BLOCK), sums);
    } else {
      for (int c = 0; c < count; c += L) {
        int column = first + c;
        int w = b.at(0, column / Packed.BLOCK) + column % Packed.BLOCK;
        oneVector(a, aAt, b.steps, b.data, w, sums, c);
      }
    }
    for (int c = 0; c < count; c++) {
      y[yAt + first + c] = sums[c] + 0.0f;
    }
  }

  private static void eightVectors(float[] x, int at, int steps, float[] w, int wAt, float[] sums) {
    int apart = steps * Packed.BLOCK;
    FloatVector a = FloatVector.fromArray(S, sums, 0);
    FloatVector b = FloatVector.fromArray(S, sums, L);
    FloatVector c = FloatVector.fromArray(S, sums, 2 * L);
    FloatVector d = FloatVector.fromArray(S, sums, 3 * L);
    FloatVector e = FloatVector.fromArray(S, sums, 4 * L);
    FloatVector f = FloatVector.fromArray(S, sums, 5 * L);
    FloatVector g = FloatVector.fromArray(S, sums, 6 * L);
    FloatVector h = FloatVector.fromArray(S, sums, 7 * L);
    for (int i = 0, q = wAt; i < steps; i++, q += Packed.BLOCK) {
      FloatVector v = FloatVector.broadcast(S, x[at + i]);
      a = v.fma(FloatVector.fromArray(S, w, q), a);
      b = v.fma(FloatVector.fromArray(S, w, q + L / 16 * apart + L % 16), b);
      c = v.fma(FloatVector.fromArray(S, w, q + 2 * L / 16 * apart + 2 * L % 16), c);
      d = v.fma(FloatVector.fromArray(S, w, q + 3 * L / 16 * apart + 3 * L % 16), d);
      e = v.fma(FloatVector.fromArray(S, w, q + 4 * L / 16 * apart + 4 * L % 16), e);
      f = v.fma(FloatVector.fromArray(S, w, q + 5 * L / 16 * apart + 5 * L % 16), f);
      g = v.fma(FloatVector.fromArray(S, w, q + 6 * L / 16 * apart + 6 * L % 16), g);
      h = v.fma(FloatVector.fromArray(S, w, q + 7 * L / 16 * apart + 7 * L % 16), h);
    }
    a.intoArray(sums, 0);
    b.intoArray(sums, L);
    c.intoArray(sums, 2 * L);
    d.intoArray(sums, 3 * L);
    e.intoArray(sums, 4 * L);
    f.intoArray(sums, 5 * L);
    g.intoArray(sums, 6 * L);
    h.intoArray(sums, 7 * L);
  }

  private static void oneVector(
      float[] x, int at, int steps, float[] w, int wAt, float[] sums, int c) {
    FloatVector sum = FloatVector.fromArray(S, sums, c);
    for (int i = 0, q = wAt; i < steps; i++, q += Packed.BLOCK) {
      sum = FloatVector.broadcast(S, x[at + i]).fma(FloatVector.fromArray(S, w, q), sum);
    }
    sum.intoArray(sums, c);
  }

  /** Some rows and some blocks of columns. */
  private static void band(
      int band,
      int firstBlock,
      int endBlock,
      int rows,
      float[] a,
      int aAt,
      Packed b,
      float[] y,
      int yAt) {
    int first = band * ROWS;
    int count = Math.min(ROWS, rows - first);
    int[] places = Scratch.ints(count + VectorColumns.PLACES);
    for (int p = 0; p < count + VectorColumns.PLACES; p++) {
      places[p] = Math.min(p, count - 1) * b.steps;
    }
    float[] tile = Scratch.floats(Scratch.RESULTS, 2 * L * VectorColumns.PLACES);
    int end = Math.min(b.outputs, endBlock * Packed.BLOCK);
    for (int column = firstBlock * Packed.BLOCK; column < end; column += 2 * L) {
      int w0 = b.at(0, column / Packed.BLOCK) + column % Packed.BLOCK;
      int second = column + L < end ? column + L : column;
      int w1 = b.at(0, second / Packed.BLOCK) + second % Packed.BLOCK;
      int columns = Math.min(2 * L, end - column);
      int made;
      for (int p = 0; p < count; p += made) {
        made = Math.min(count - p, count - p > 4 ? VectorColumns.PLACES : 4);
        int to = yAt + (first + p) * b.outputs + column;
        for (int t = 0; t < made; t++) {
          System.arraycopy(y, to + t * b.outputs, tile, 2 * t * L, columns);
        }
        VectorColumns.places(
            made, a, aAt + first * b.steps, places, p, b.offsets(), b.data, w0, w1, tile);
        for (int t = 0; t < made; t++) {
          for (int c = 0; c < columns; c++) {
            y[to + t * b.outputs + c] = tile[2 * t * L + c] + 0.0f;
          }
        }
      }
    }
  }
}
