package dev.rot180.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Limits to a range on vectors, where plain Java takes a branch for every element. */
final class VectorClip {
  private static final VectorSpecies<Float> S = VectorKernels.SPECIES;
  private static final int L = VectorKernels.LANES;

  private VectorClip() {}

  /** Comparisons and choices, no minimum or maximum: those would lose the sign of a zero. */
  static void run(int n, float[] x, int xAt, float[] y, int yAt, float low, float high) {
    FloatVector lows = FloatVector.broadcast(S, low);
    FloatVector highs = FloatVector.broadcast(S, high);
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xAt + i);
      v = v.blend(lows, v.compare(VectorOperators.LT, lows));
      v = v.blend(highs, v.compare(VectorOperators.GT, highs));
      v.intoArray(y, yAt + i);
    }
  }
}
