package dev.rot180.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Copies rows, those with a stride of two with vectors.
 *
 * <p>There is no second, narrower species for short rows, here or anywhere: the compiler decides by
 * the types that it has seen in the Vector API's own methods, and with two or three of them it
 * boxes every vector of the program.
 */
final class VectorCopy implements Lowering.Rows {
  static final VectorCopy INSTANCE = new VectorCopy();

  private static final VectorSpecies<Float> S = VectorKernels.SPECIES;
  private static final int L = VectorKernels.LANES;

  /** Takes the even lanes to the lower half. */
  private static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(S, i -> 2 * i % S.length());

  private VectorCopy() {}

  @Override
  public void copy(float[] from, int at, float[] to, int toAt, int count) {
    System.arraycopy(from, at, to, toAt, count);
  }

  @Override
  public void gather(float[] from, int at, int stride, float[] to, int toAt, int count) {
    int done = stride == 2 ? everySecond(from, at, to, toAt, count) : 0;
    for (int i = done, p = at + done * stride; i < count; i++, p += stride) {
      to[toAt + i] = from[p];
    }
  }

  /**
   * As much of a gather with stride 2 as vectors can do; returns how many floats. Each vector
   * stored is right in its lower half, and the next one covers its upper half.
   */
  private static int everySecond(float[] from, int at, float[] to, int toAt, int count) {
    int end = Math.min(count - L, (from.length - at - L) / 2);
    int i = 0;
    for (; i <= end; i += L / 2) {
      FloatVector.fromArray(S, from, at + 2 * i).rearrange(EVEN).intoArray(to, toAt + i);
    }
    return i;
  }
}
