package dev.rot180.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Inner loops whose vectors run along the filters (or the columns of a matrix): for maps smaller
 * than a vector, and for matrix products.
 *
 * <p>The loop shape is that of {@link VectorRows}. A tile holds, for each output element ("place"),
 * two vectors of filters side by side; it comes in with the start of every chain.
 */
final class VectorColumns {
  private static final VectorSpecies<Float> S = VectorKernels.SPECIES;
  private static final int L = VectorKernels.LANES;

  /** Places of the largest tile. */
  static final int PLACES = VectorKernels.REGISTERS_32 ? 12 : 4;

  private VectorColumns() {}

  /** Some places: as many as the tile that fits, of which {@code count} matter. */
  static void places(
      int count,
      float[] x,
      int at,
      int[] places,
      int from,
      int[] offsets,
      float[] w,
      int w0,
      int w1,
      float[] tile) {
    if (count > 4) {
      twelve(x, at, places, from, offsets, w, w0, w1, tile);
    } else {
      four(x, at, places, from, offsets, w, w0, w1, tile);
    }
  }

  /** Twelve places. */
  private static void twelve(
      float[] x,
      int at,
      int[] places,
      int from,
      int[] offsets,
      float[] w,
      int w0,
      int w1,
      float[] tile) {
    int p0 = at + places[from];
    int p1 = at + places[from + 1];
    int p2 = at + places[from + 2];
    int p3 = at + places[from + 3];
    int p4 = at + places[from + 4];
    int p5 = at + places[from + 5];
    int p6 = at + places[from + 6];
    int p7 = at + places[from + 7];
    int p8 = at + places[from + 8];
    int p9 = at + places[from + 9];
    int p10 = at + places[from + 10];
    int p11 = at + places[from + 11];
    FloatVector a0 = FloatVector.fromArray(S, tile, 0);
    FloatVector b0 = FloatVector.fromArray(S, tile, L);
    FloatVector a1 = FloatVector.fromArray(S, tile, 2 * L);
    FloatVector b1 = FloatVector.fromArray(S, tile, 3 * L);
    FloatVector a2 = FloatVector.fromArray(S, tile, 4 * L);
    FloatVector b2 = FloatVector.fromArray(S, tile, 5 * L);
    FloatVector a3 = FloatVector.fromArray(S, tile, 6 * L);
    FloatVector b3 = FloatVector.fromArray(S, tile, 7 * L);
    FloatVector a4 = FloatVector.fromArray(S, tile, 8 * L);
    FloatVector b4 = FloatVector.fromArray(S, tile, 9 * L);
    FloatVector a5 = FloatVector.fromArray(S, tile, 10 * L);
    FloatVector b5 = FloatVector.fromArray(S, tile, 11 * L);
    FloatVector a6 = FloatVector.fromArray(S, tile, 12 * L);
    FloatVector b6 = FloatVector.fromArray(S, tile, 13 * L);
    FloatVector a7 = FloatVector.fromArray(S, tile, 14 * L);
    FloatVector b7 = FloatVector.fromArray(S, tile, 15 * L);
    FloatVector a8 = FloatVector.fromArray(S, tile, 16 * L);
    FloatVector b8 = FloatVector.fromArray(S, tile, 17 * L);
    FloatVector a9 = FloatVector.fromArray(S, tile, 18 * L);
    FloatVector b9 = FloatVector.fromArray(S, tile, 19 * L);
    FloatVector a10 = FloatVector.fromArray(S, tile, 20 * L);
    FloatVector b10 = FloatVector.fromArray(S, tile, 21 * L);
    FloatVector a11 = FloatVector.fromArray(S, tile, 22 * L);
    FloatVector b11 = FloatVector.fromArray(S, tile, 23 * L);
    for (int i = 0, q = 0; i < offsets.length; i++, q += Packed.BLOCK) {
      int o = offsets[i];
      FloatVector f = FloatVector.fromArray(S, w, w0 + q);
      FloatVector g = FloatVector.fromArray(S, w, w1 + q);
      FloatVector x0 = FloatVector.broadcast(S, x[p0 + o]);
      a0 = x0.fma(f, a0);
      b0 = x0.fma(g, b0);
      FloatVector x1 = FloatVector.broadcast(S, x[p1 + o]);
      a1 = x1.fma(f, a1);
      b1 = x1.fma(g, b1);
      FloatVector x2 = FloatVector.broadcast(S, x[p2 + o]);
      a2 = x2.fma(f, a2);
      b2 = x2.fma(g, b2);
      FloatVector x3 = FloatVector.broadcast(S, x[p3 + o]);
      a3 = x3.fma(f, a3);
      b3 = x3.fma(g, b3);
      FloatVector x4 = FloatVector.broadcast(S, x[p4 + o]);
      a4 = x4.fma(f, a4);
      b4 = x4.fma(g, b4);
      FloatVector x5 = FloatVector.broadcast(S, x[p5 + o]);
      a5 = x5.fma(f, a5);
      b5 = x5.fma(g, b5);
      FloatVector x6 = FloatVector.broadcast(S, x[p6 + o]);
      a6 = x6.fma(f, a6);
      b6 = x6.fma(g, b6);
      FloatVector x7 = FloatVector.broadcast(S, x[p7 + o]);
      a7 = x7.fma(f, a7);
      b7 = x7.fma(g, b7);
      FloatVector x8 = FloatVector.broadcast(S, x[p8 + o]);
      a8 = x8.fma(f, a8);
      b8 = x8.fma(g, b8);
      FloatVector x9 = FloatVector.broadcast(S, x[p9 + o]);
      a9 = x9.fma(f, a9);
      b9 = x9.fma(g, b9);
      FloatVector x10 = FloatVector.broadcast(S, x[p10 + o]);
      a10 = x10.fma(f, a10);
      b10 = x10.fma(g, b10);
      FloatVector x11 = FloatVector.broadcast(S, x[p11 + o]);
      a11 = x11.fma(f, a11);
      b11 = x11.fma(g, b11);
    }
    a0.intoArray(tile, 0);
    b0.intoArray(tile, L);
    a1.intoArray(tile, 2 * L);
    b1.intoArray(tile, 3 * L);
    a2.intoArray(tile, 4 * L);
    b2.intoArray(tile, 5 * L);
    a3.intoArray(tile, 6 * L);
    b3.intoArray(tile, 7 * L);
    a4.intoArray(tile, 8 * L);
    b4.intoArray(tile, 9 * L);
    a5.intoArray(tile, 10 * L);
    b5.intoArray(tile, 11 * L);
    a6.intoArray(tile, 12 * L);
    b6.intoArray(tile, 13 * L);
    a7.intoArray(tile, 14 * L);
    b7.intoArray(tile, 15 * L);
    a8.intoArray(tile, 16 * L);
    b8.intoArray(tile, 17 * L);
    a9.intoArray(tile, 18 * L);
    b9.intoArray(tile, 19 * L);
    a10.intoArray(tile, 20 * L);
    b10.intoArray(tile, 21 * L);
    a11.intoArray(tile, 22 * L);
    b11.intoArray(tile, 23 * L);
  }

  /** Four places. */
  private static void four(
      float[] x,
      int at,
      int[] places,
      int from,
      int[] offsets,
      float[] w,
      int w0,
      int w1,
      float[] tile) {
    int p0 = at + places[from];
    int p1 = at + places[from + 1];
    int p2 = at + places[from + 2];
    int p3 = at + places[from + 3];
    FloatVector a0 = FloatVector.fromArray(S, tile, 0);
    FloatVector b0 = FloatVector.fromArray(S, tile, L);
    FloatVector a1 = FloatVector.fromArray(S, tile, 2 * L);
    FloatVector b1 = FloatVector.fromArray(S, tile, 3 * L);
    FloatVector a2 = FloatVector.fromArray(S, tile, 4 * L);
    FloatVector b2 = FloatVector.fromArray(S, tile, 5 * L);
    FloatVector a3 = FloatVector.fromArray(S, tile, 6 * L);
    FloatVector b3 = FloatVector.fromArray(S, tile, 7 * L);
    for (int i = 0, q = 0; i < offsets.length; i++, q += Packed.BLOCK) {
      int o = offsets[i];
      FloatVector f = FloatVector.fromArray(S, w, w0 + q);
      FloatVector g = FloatVector.fromArray(S, w, w1 + q);
      FloatVector x0 = FloatVector.broadcast(S, x[p0 + o]);
      a0 = x0.fma(f, a0);
      b0 = x0.fma(g, b0);
      FloatVector x1 = FloatVector.broadcast(S, x[p1 + o]);
      a1 = x1.fma(f, a1);
      b1 = x1.fma(g, b1);
      FloatVector x2 = FloatVector.broadcast(S, x[p2 + o]);
      a2 = x2.fma(f, a2);
      b2 = x2.fma(g, b2);
      FloatVector x3 = FloatVector.broadcast(S, x[p3 + o]);
      a3 = x3.fma(f, a3);
      b3 = x3.fma(g, b3);
    }
    a0.intoArray(tile, 0);
    b0.intoArray(tile, L);
    a1.intoArray(tile, 2 * L);
    b1.intoArray(tile, 3 * L);
    a2.intoArray(tile, 4 * L);
    b2.intoArray(tile, 5 * L);
    a3.intoArray(tile, 6 * L);
    b3.intoArray(tile, 7 * L);
  }
}
