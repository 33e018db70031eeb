package dev.rot180.ops;

import dev.rot180.onnx.NdArray;
import java.util.Arrays;

/**
 * The lines along some axes of an array: one for each combination of places on the other axes. A
 * line's elements come in row-major order of its axes, the lines in row-major order of the others.
 */
final class Lines {
  private final Walk across;
  private final Walk along;
  private final int count;
  private final int length;

  Lines(int[] shape, boolean[] alongAxes) {
    int[] strides = Shapes.strides(shape);
    across = walk(shape, strides, alongAxes, false);
    along = walk(shape, strides, alongAxes, true);
    count = size(shape, alongAxes, false);
    length = size(shape, alongAxes, true);
  }

  /** The lines along one axis. */
  Lines(int[] shape, int axis) {
    this(shape, only(shape.length, axis));
  }

  private static boolean[] only(int rank, int axis) {
    boolean[] flags = new boolean[rank];
    flags[axis] = true;
    return flags;
  }

  private static int[] pick(int[] values, boolean[] flags, boolean wanted) {
    int[] picked = new int[values.length];
    int size = 0;
    for (int i = 0; i < values.length; i++) {
      if (flags[i] == wanted) {
        picked[size++] = values[i];
      }
    }
    return Arrays.copyOf(picked, size);
  }

  private static Walk walk(int[] shape, int[] strides, boolean[] flags, boolean wanted) {
    return new Walk(pick(shape, flags, wanted), pick(strides, flags, wanted));
  }

  private static int size(int[] shape, boolean[] flags, boolean wanted) {
    return NdArray.size(pick(shape, flags, wanted));
  }

  /** How many lines there are. */
  int count() {
    return count;
  }

  /** Elements of a line. */
  int length() {
    return length;
  }

  /** Where a line begins. */
  int begin(int line) {
    int row = line / across.count();
    return across.offset(0, row) + line % across.count() * across.stride(0);
  }

  /** The step between a line's elements, if it runs along one axis. */
  int step() {
    return along.stride(0);
  }

  /** Copies a line's elements, widened. */
  void read(Object from, int line, double[] to) {
    int begin = begin(line);
    int at = 0;
    for (int row = 0; row < along.rows(); row++) {
      int position = begin + along.offset(0, row);
      for (int i = 0; i < along.count(); i++, position += along.stride(0)) {
        to[at++] =
            from instanceof float[] ? ((float[]) from)[position] : ((double[]) from)[position];
      }
    }
  }

  /** Puts a line's elements back, rounded once. */
  void write(double[] from, int line, Object to) {
    int begin = begin(line);
    int at = 0;
    for (int row = 0; row < along.rows(); row++) {
      int position = begin + along.offset(0, row);
      for (int i = 0; i < along.count(); i++, position += along.stride(0)) {
        if (to instanceof float[]) {
          ((float[]) to)[position] = (float) from[at++];
        } else {
          ((double[]) to)[position] = from[at++];
        }
      }
    }
  }

  /** Copies a line's integers. */
  void read(Object from, int line, long[] to) {
    int begin = begin(line);
    int at = 0;
    for (int row = 0; row < along.rows(); row++) {
      int position = begin + along.offset(0, row);
      for (int i = 0; i < along.count(); i++, position += along.stride(0)) {
        if (from instanceof boolean[]) {
          to[at++] = ((boolean[]) from)[position] ? 1 : 0;
        } else {
          to[at++] = from instanceof int[] ? ((int[]) from)[position] : ((long[]) from)[position];
        }
      }
    }
  }
}
