package dev.rot180.ops;

/**
 * A walk over several arrays at once, row by row: neighbouring axes that lie alike in all of them
 * are one, and the last axis that is left is the row.
 */
final class Walk {
  private final int[] lengths;
  private final int[][] strides;
  private final int rows;
  private final int count;

  /**
   * Prepares a walk.
   *
   * @param shape axis lengths
   * @param strides for each array its steps along the axes
   */
  Walk(int[] shape, int[]... strides) {
    int rank = shape.length;
    int[] merged = new int[rank + 1];
    int[][] steps = new int[strides.length][rank + 1];
    int axes = 0; // kept so far, the last axis first
    for (int axis = rank - 1; axis >= 0; axis--) {
      if (shape[axis] == 1) {
        continue;
      }
      if (axes > 0 && continues(strides, axis, steps, axes - 1, merged[axes - 1])) {
        merged[axes - 1] *= shape[axis];
        continue;
      }
      merged[axes] = shape[axis];
      for (int k = 0; k < strides.length; k++) {
        steps[k][axes] = strides[k][axis];
      }
      axes++;
    }
    if (axes == 0) {
      merged[axes++] = 1;
    }
    this.count = merged[0];
    this.lengths = merged;
    this.strides = steps;
    int product = 1;
    for (int i = 1; i < axes; i++) {
      product *= merged[i];
    }
    this.rows = count == 0 ? 0 : product;
  }

  private static boolean continues(int[][] strides, int axis, int[][] steps, int last, int length) {
    for (int k = 0; k < strides.length; k++) {
      if (strides[k][axis] != steps[k][last] * length) {
        return false;
      }
    }
    return true;
  }

  int rows() {
    return rows;
  }

  /** Elements of a row. */
  int count() {
    return count;
  }

  /** The step from one element of a row to the next in an array. */
  int stride(int array) {
    return strides[array][0];
  }

  /** Where a row begins in an array. */
  int offset(int array, int row) {
    int offset = 0;
    int rest = row;
    for (int axis = 1; rest > 0; axis++) {
      offset += rest % lengths[axis] * strides[array][axis];
      rest /= lengths[axis];
    }
    return offset;
  }
}
