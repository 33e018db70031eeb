package dev.rot180.ops;

import dev.rot180.DataType;
import dev.rot180.Limits;
import dev.rot180.ModelException;
import dev.rot180.onnx.NdArray;
import java.util.Arrays;

/** Rules of shapes and axes that many operators share. */
final class Shapes {
  private Shapes() {}

  /** An axis counted from the front; negative ones count from the back. */
  static int axis(long axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw new ModelException("axis " + axis + " does not exist in a value of rank " + rank);
    }
    return (int) (axis < 0 ? axis + rank : axis);
  }

  /** Distinct axes counted from the front, as flags. */
  static boolean[] axes(long[] axes, int rank) {
    boolean[] chosen = new boolean[rank];
    for (long axis : axes) {
      int at = axis(axis, rank);
      if (chosen[at]) {
        throw new ModelException("axes " + Arrays.toString(axes) + " name an axis twice");
      }
      chosen[at] = true;
    }
    return chosen;
  }

  /** The shape that shapes of different lengths are broadcast to, as in NumPy. */
  static int[] broadcast(int[]... shapes) {
    int rank = 0;
    for (int[] shape : shapes) {
      rank = Math.max(rank, shape.length);
    }
    int[] result = new int[rank];
    Arrays.fill(result, 1);
    for (int[] shape : shapes) {
      for (int i = 0; i < shape.length; i++) {
        int at = rank - shape.length + i;
        if (result[at] == 1) {
          result[at] = shape[i];
        } else if (shape[i] != 1 && shape[i] != result[at]) {
          throw new ModelException(
              "shapes " + Arrays.deepToString(shapes) + " cannot be broadcast together");
        }
      }
    }
    return result;
  }

  /** Steps between neighbours along each axis of a row-major array. */
  static int[] strides(int[] shape) {
    int[] strides = new int[shape.length];
    int step = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = step;
      step *= shape[axis];
    }
    return strides;
  }

  /** Steps along each axis of {@code to} in an array that is broadcast to it. */
  static int[] broadcastStrides(int[] shape, int[] to) {
    int[] own = strides(shape);
    int[] strides = new int[to.length];
    for (int i = 0; i < shape.length; i++) {
      strides[to.length - shape.length + i] = shape[i] == 1 ? 0 : own[i];
    }
    return strides;
  }

  /** The number of elements of the axes from {@code from} to before {@code to}. */
  static int product(int[] shape, int from, int to) {
    return NdArray.size(Arrays.copyOfRange(shape, from, to));
  }

  /** Fails unless an input is float32 or float64. */
  static void requireFloats(NodePlan node, int input) {
    DataType type = node.type(input);
    if (type != DataType.FLOAT32 && type != DataType.FLOAT64) {
      throw new ModelException("expected float32 or float64, got " + type);
    }
  }

  /** Fails if an input is bool. */
  static void requireNumbers(NodePlan node, int input) {
    if (node.type(input) == DataType.BOOL) {
      throw new ModelException("expected numbers, got bool");
    }
  }

  /** Fails if a node has more to do than {@link Limits#WORK}. */
  static void limitWork(long outputs, long steps) {
    if (steps > 0 && outputs > Limits.WORK / steps) {
      throw new ModelException(
          outputs + " outputs of " + steps + " steps are more than Limits.WORK = " + Limits.WORK);
    }
  }

  /** An axis length that came as a long. */
  static int length(long length) {
    if (length < 0 || length > Integer.MAX_VALUE) {
      throw new ModelException("axis length " + length);
    }
    return (int) length;
  }

  /** Integers that newer operator sets pass as an input and older ones as an attribute; or null. */
  static long[] parameter(NodePlan node, String name, int input) {
    return node.has(input) ? node.elements(input).longs() : node.attributes().integers(name);
  }
}
