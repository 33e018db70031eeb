package dev.rot180.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Inner loops whose vectors run along the outputs of one filter, in the numbering of {@link
 * Lowering}.
 *
 * <p>One flat loop over the chain with its sums in named locals: nested loops, arrays of vectors or
 * methods that take vectors make the compiler box them, some hundred times slower. Eight filters by
 * three vectors is what 32 registers hold; with 16, four by two.
 */
final class VectorRows {
  private static final VectorSpecies<Float> S = VectorKernels.SPECIES;
  private static final int L = VectorKernels.LANES;

  /** Ends every chain, see the arithmetic contract. */
  private static final FloatVector ZERO = FloatVector.zero(S);

  /** Outputs of the widest tile. */
  static final int WIDE = VectorKernels.REGISTERS_32 ? 3 * L : 2 * L;

  private VectorRows() {}

  /**
   * Computes eight filters for the outputs numbered {@code [0, count)}.
   *
   * @param x what the chains read; at least {@code room} numbers from {@code at} can be read
   * @param at where number 0 reads at offset 0
   * @param y receives eight rows of results
   * @param row distance between two of them, at least {@code count + WIDE}
   */
  static void eight(
      float[] x,
      int at,
      int count,
      int room,
      int[] offsets,
      float[] w,
      int wAt,
      float[] bias,
      int biasAt,
      float[] y,
      int row) {
    for (int t = 0; t < count; ) {
      if (count - t > L && room >= WIDE) {
        int start = Math.min(t, room - WIDE);
        if (VectorKernels.REGISTERS_32) {
          eightByThree(x, at + start, offsets, w, wAt, bias, biasAt, y, start, row);
        } else {
          fourByTwo(x, at + start, offsets, w, wAt, bias, biasAt, y, start, row);
          fourByTwo(x, at + start, offsets, w, wAt + 4, bias, biasAt + 4, y, start + 4 * row, row);
        }
        t = start + WIDE;
      } else {
        int start = Math.min(t, room - L);
        eightByOne(x, at + start, offsets, w, wAt, bias, biasAt, y, start, row);
        t = start + L;
      }
    }
  }

  /** Eight filters, three vectors of outputs. */
  private static void eightByThree(
      float[] x,
      int at,
      int[] offsets,
      float[] w,
      int wAt,
      float[] bias,
      int biasAt,
      float[] y,
      int yAt,
      int row) {
    FloatVector a0 = FloatVector.broadcast(S, bias[biasAt]);
    FloatVector b0 = a0;
    FloatVector c0 = a0;
    FloatVector a1 = FloatVector.broadcast(S, bias[biasAt + 1]);
    FloatVector b1 = a1;
    FloatVector c1 = a1;
    FloatVector a2 = FloatVector.broadcast(S, bias[biasAt + 2]);
    FloatVector b2 = a2;
    FloatVector c2 = a2;
    FloatVector a3 = FloatVector.broadcast(S, bias[biasAt + 3]);
    FloatVector b3 = a3;
    FloatVector c3 = a3;
    FloatVector a4 = FloatVector.broadcast(S, bias[biasAt + 4]);
    FloatVector b4 = a4;
    FloatVector c4 = a4;
    FloatVector a5 = FloatVector.broadcast(S, bias[biasAt + 5]);
    FloatVector b5 = a5;
    FloatVector c5 = a5;
    FloatVector a6 = FloatVector.broadcast(S, bias[biasAt + 6]);
    FloatVector b6 = a6;
    FloatVector c6 = a6;
    FloatVector a7 = FloatVector.broadcast(S, bias[biasAt + 7]);
    FloatVector b7 = a7;
    FloatVector c7 = a7;
    for (int i = 0, q = wAt; i < offsets.length; i++, q += Packed.BLOCK) {
      int p = at + offsets[i];
      FloatVector x0 = FloatVector.fromArray(S, x, p);
      FloatVector x1 = FloatVector.fromArray(S, x, p + L);
      FloatVector x2 = FloatVector.fromArray(S, x, p + 2 * L);
      FloatVector f0 = FloatVector.broadcast(S, w[q]);
      a0 = x0.fma(f0, a0);
      b0 = x1.fma(f0, b0);
      c0 = x2.fma(f0, c0);
      FloatVector f1 = FloatVector.broadcast(S, w[q + 1]);
      a1 = x0.fma(f1, a1);
      b1 = x1.fma(f1, b1);
      c1 = x2.fma(f1, c1);
      FloatVector f2 = FloatVector.broadcast(S, w[q + 2]);
      a2 = x0.fma(f2, a2);
      b2 = x1.fma(f2, b2);
      c2 = x2.fma(f2, c2);
      FloatVector f3 = FloatVector.broadcast(S, w[q + 3]);
      a3 = x0.fma(f3, a3);
      b3 = x1.fma(f3, b3);
      c3 = x2.fma(f3, c3);
      FloatVector f4 = FloatVector.broadcast(S, w[q + 4]);
      a4 = x0.fma(f4, a4);
      b4 = x1.fma(f4, b4);
      c4 = x2.fma(f4, c4);
      FloatVector f5 = FloatVector.broadcast(S, w[q + 5]);
      a5 = x0.fma(f5, a5);
      b5 = x1.fma(f5, b5);
      c5 = x2.fma(f5, c5);
      FloatVector f6 = FloatVector.broadcast(S, w[q + 6]);
      a6 = x0.fma(f6, a6);
      b6 = x1.fma(f6, b6);
      c6 = x2.fma(f6, c6);
      FloatVector f7 = FloatVector.broadcast(S, w[q + 7]);
      a7 = x0.fma(f7, a7);
      b7 = x1.fma(f7, b7);
      c7 = x2.fma(f7, c7);
    }
    a0.add(ZERO).intoArray(y, yAt);
    b0.add(ZERO).intoArray(y, yAt + L);
    c0.add(ZERO).intoArray(y, yAt + 2 * L);
    a1.add(ZERO).intoArray(y, yAt + row);
    b1.add(ZERO).intoArray(y, yAt + row + L);
    c1.add(ZERO).intoArray(y, yAt + row + 2 * L);
    a2.add(ZERO).intoArray(y, yAt + 2 * row);
    b2.add(ZERO).intoArray(y, yAt + 2 * row + L);
    c2.add(ZERO).intoArray(y, yAt + 2 * row + 2 * L);
    a3.add(ZERO).intoArray(y, yAt + 3 * row);
    b3.add(ZERO).intoArray(y, yAt + 3 * row + L);
    c3.add(ZERO).intoArray(y, yAt + 3 * row + 2 * L);
    a4.add(ZERO).intoArray(y, yAt + 4 * row);
    b4.add(ZERO).intoArray(y, yAt + 4 * row + L);
    c4.add(ZERO).intoArray(y, yAt + 4 * row + 2 * L);
    a5.add(ZERO).intoArray(y, yAt + 5 * row);
    b5.add(ZERO).intoArray(y, yAt + 5 * row + L);
    c5.add(ZERO).intoArray(y, yAt + 5 * row + 2 * L);
    a6.add(ZERO).intoArray(y, yAt + 6 * row);
    b6.add(ZERO).intoArray(y, yAt + 6 * row + L);
    c6.add(ZERO).intoArray(y, yAt + 6 * row + 2 * L);
    a7.add(ZERO).intoArray(y, yAt + 7 * row);
    b7.add(ZERO).intoArray(y, yAt + 7 * row + L);
    c7.add(ZERO).intoArray(y, yAt + 7 * row + 2 * L);
  }

  /** Four filters, two vectors of outputs. */
  private static void fourByTwo(
      float[] x,
      int at,
      int[] offsets,
      float[] w,
      int wAt,
      float[] bias,
      int biasAt,
      float[] y,
      int yAt,
      int row) {
    FloatVector a0 = FloatVector.broadcast(S, bias[biasAt]);
    FloatVector b0 = a0;
    FloatVector a1 = FloatVector.broadcast(S, bias[biasAt + 1]);
    FloatVector b1 = a1;
    FloatVector a2 = FloatVector.broadcast(S, bias[biasAt + 2]);
    FloatVector b2 = a2;
    FloatVector a3 = FloatVector.broadcast(S, bias[biasAt + 3]);
    FloatVector b3 = a3;
    for (int i = 0, q = wAt; i < offsets.length; i++, q += Packed.BLOCK) {
      int p = at + offsets[i];
      FloatVector x0 = FloatVector.fromArray(S, x, p);
      FloatVector x1 = FloatVector.fromArray(S, x, p + L);
      FloatVector f0 = FloatVector.broadcast(S, w[q]);
      a0 = x0.fma(f0, a0);
      b0 = x1.fma(f0, b0);
      FloatVector f1 = FloatVector.broadcast(S, w[q + 1]);
      a1 = x0.fma(f1, a1);
      b1 = x1.fma(f1, b1);
      FloatVector f2 = FloatVector.broadcast(S, w[q + 2]);
      a2 = x0.fma(f2, a2);
      b2 = x1.fma(f2, b2);
      FloatVector f3 = FloatVector.broadcast(S, w[q + 3]);
      a3 = x0.fma(f3, a3);
      b3 = x1.fma(f3, b3);
    }
    a0.add(ZERO).intoArray(y, yAt);
    b0.add(ZERO).intoArray(y, yAt + L);
    a1.add(ZERO).intoArray(y, yAt + row);
    b1.add(ZERO).intoArray(y, yAt + row + L);
    a2.add(ZERO).intoArray(y, yAt + 2 * row);
    b2.add(ZERO).intoArray(y, yAt + 2 * row + L);
    a3.add(ZERO).intoArray(y, yAt + 3 * row);
    b3.add(ZERO).intoArray(y, yAt + 3 * row + L);
  }

  /** Eight filters, one vector of outputs. */
  private static void eightByOne(
      float[] x,
      int at,
      int[] offsets,
      float[] w,
      int wAt,
      float[] bias,
      int biasAt,
      float[] y,
      int yAt,
      int row) {
    FloatVector a0 = FloatVector.broadcast(S, bias[biasAt]);
    FloatVector a1 = FloatVector.broadcast(S, bias[biasAt + 1]);
    FloatVector a2 = FloatVector.broadcast(S, bias[biasAt + 2]);
    FloatVector a3 = FloatVector.broadcast(S, bias[biasAt + 3]);
    FloatVector a4 = FloatVector.broadcast(S, bias[biasAt + 4]);
    FloatVector a5 = FloatVector.broadcast(S, bias[biasAt + 5]);
    FloatVector a6 = FloatVector.broadcast(S, bias[biasAt + 6]);
    FloatVector a7 = FloatVector.broadcast(S, bias[biasAt + 7]);
    for (int i = 0, q = wAt; i < offsets.length; i++, q += Packed.BLOCK) {
      int p = at + offsets[i];
      FloatVector x0 = FloatVector.fromArray(S, x, p);
      FloatVector f0 = FloatVector.broadcast(S, w[q]);
      a0 = x0.fma(f0, a0);
      FloatVector f1 = FloatVector.broadcast(S, w[q + 1]);
      a1 = x0.fma(f1, a1);
      FloatVector f2 = FloatVector.broadcast(S, w[q + 2]);
      a2 = x0.fma(f2, a2);
      FloatVector f3 = FloatVector.broadcast(S, w[q + 3]);
      a3 = x0.fma(f3, a3);
      FloatVector f4 = FloatVector.broadcast(S, w[q + 4]);
      a4 = x0.fma(f4, a4);
      FloatVector f5 = FloatVector.broadcast(S, w[q + 5]);
      a5 = x0.fma(f5, a5);
      FloatVector f6 = FloatVector.broadcast(S, w[q + 6]);
      a6 = x0.fma(f6, a6);
      FloatVector f7 = FloatVector.broadcast(S, w[q + 7]);
      a7 = x0.fma(f7, a7);
    }
    a0.add(ZERO).intoArray(y, yAt);
    a1.add(ZERO).intoArray(y, yAt + row);
    a2.add(ZERO).intoArray(y, yAt + 2 * row);
    a3.add(ZERO).intoArray(y, yAt + 3 * row);
    a4.add(ZERO).intoArray(y, yAt + 4 * row);
    a5.add(ZERO).intoArray(y, yAt + 5 * row);
    a6.add(ZERO).intoArray(y, yAt + 6 * row);
    a7.add(ZERO).intoArray(y, yAt + 7 * row);
  }

  /** Computes one filter, whose weights are adjacent, for the outputs numbered [0, count). */
  static void one(
      float[] x,
      int at,
      int count,
      int room,
      int[] offsets,
      float[] w,
      int wAt,
      float bias,
      float[] y) {
    for (int t = 0; t < count; ) {
      if (count - t > 4 * L && room >= 8 * L) {
        int start = Math.min(t, room - 8 * L);
        oneByEight(x, at + start, offsets, w, wAt, bias, y, start);
        t = start + 8 * L;
      } else if (count - t > L && room >= 4 * L) {
        int start = Math.min(t, room - 4 * L);
        oneByFour(x, at + start, offsets, w, wAt, bias, y, start);
        t = start + 4 * L;
      } else {
        int start = Math.min(t, room - L);
        oneByOne(x, at + start, offsets, w, wAt, bias, y, start);
        t = start + L;
      }
    }
  }

  /** One filter, eight vectors of outputs. */
  private static void oneByEight(
      float[] x, int at, int[] offsets, float[] w, int wAt, float bias, float[] y, int yAt) {
    FloatVector a = FloatVector.broadcast(S, bias);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    FloatVector e = a;
    FloatVector f = a;
    FloatVector g = a;
    FloatVector h = a;
    for (int i = 0; i < offsets.length; i++) {
      int p = at + offsets[i];
      FloatVector filter = FloatVector.broadcast(S, w[wAt + i]);
      a = FloatVector.fromArray(S, x, p).fma(filter, a);
      b = FloatVector.fromArray(S, x, p + L).fma(filter, b);
      c = FloatVector.fromArray(S, x, p + 2 * L).fma(filter, c);
      d = FloatVector.fromArray(S, x, p + 3 * L).fma(filter, d);
      e = FloatVector.fromArray(S, x, p + 4 * L).fma(filter, e);
      f = FloatVector.fromArray(S, x, p + 5 * L).fma(filter, f);
      g = FloatVector.fromArray(S, x, p + 6 * L).fma(filter, g);
      h = FloatVector.fromArray(S, x, p + 7 * L).fma(filter, h);
    }
    a.add(ZERO).intoArray(y, yAt);
    b.add(ZERO).intoArray(y, yAt + L);
    c.add(ZERO).intoArray(y, yAt + 2 * L);
    d.add(ZERO).intoArray(y, yAt + 3 * L);
    e.add(ZERO).intoArray(y, yAt + 4 * L);
    f.add(ZERO).intoArray(y, yAt + 5 * L);
    g.add(ZERO).intoArray(y, yAt + 6 * L);
    h.add(ZERO).intoArray(y, yAt + 7 * L);
  }

  /** One filter, four vectors of outputs. */
  private static void oneByFour(
      float[] x, int at, int[] offsets, float[] w, int wAt, float bias, float[] y, int yAt) {
    FloatVector a = FloatVector.broadcast(S, bias);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    for (int i = 0; i < offsets.length; i++) {
      int p = at + offsets[i];
      FloatVector filter = FloatVector.broadcast(S, w[wAt + i]);
      a = FloatVector.fromArray(S, x, p).fma(filter, a);
      b = FloatVector.fromArray(S, x, p + L).fma(filter, b);
      c = FloatVector.fromArray(S, x, p + 2 * L).fma(filter, c);
      d = FloatVector.fromArray(S, x, p + 3 * L).fma(filter, d);
    }
    a.add(ZERO).intoArray(y, yAt);
    b.add(ZERO).intoArray(y, yAt + L);
    c.add(ZERO).intoArray(y, yAt + 2 * L);
    d.add(ZERO).intoArray(y, yAt + 3 * L);
  }

  /** One filter, one vector of outputs. */
  private static void oneByOne(
      float[] x, int at, int[] offsets, float[] w, int wAt, float bias, float[] y, int yAt) {
    FloatVector a = FloatVector.broadcast(S, bias);
    for (int i = 0; i < offsets.length; i++) {
      int p = at + offsets[i];
      FloatVector filter = FloatVector.broadcast(S, w[wAt + i]);
      a = FloatVector.fromArray(S, x, p).fma(filter, a);
    }
    a.add(ZERO).intoArray(y, yAt);
  }
}
