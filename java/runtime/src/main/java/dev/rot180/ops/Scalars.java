package dev.rot180.ops;

import dev.rot180.onnx.NdArray;

/** Single elements of arrays of any type, for work that is not worth a loop of its own. */
final class Scalars {
  private Scalars() {}

  /** An element as a double; a truth value is 0 or 1. */
  static double real(NdArray array, int i) {
    Object data = array.data();
    if (data instanceof float[]) {
      return ((float[]) data)[i];
    }
    return data instanceof double[] ? ((double[]) data)[i] : integer(data, i);
  }

  /** An element of integers or truth values as a long. */
  static long integer(Object data, int i) {
    if (data instanceof boolean[]) {
      return ((boolean[]) data)[i] ? 1 : 0;
    }
    return data instanceof long[] ? ((long[]) data)[i] : ((int[]) data)[i];
  }

  /** Puts a small whole number into an array of any type. */
  static void put(Object data, int i, int value) {
    if (data instanceof float[]) {
      ((float[]) data)[i] = value;
    } else if (data instanceof double[]) {
      ((double[]) data)[i] = value;
    } else if (data instanceof long[]) {
      ((long[]) data)[i] = value;
    } else if (data instanceof int[]) {
      ((int[]) data)[i] = value;
    } else {
      ((boolean[]) data)[i] = value != 0;
    }
  }
}
