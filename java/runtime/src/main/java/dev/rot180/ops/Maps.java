package dev.rot180.ops;

import dev.rot180.DataType;
import dev.rot180.ModelException;
import dev.rot180.kernels.Kernels;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;

/** Steps that compute each element of the output from the same element of the input. */
final class Maps {
  private Maps() {}

  /** A function of one float32. */
  interface FloatFunction {
    float apply(float x);
  }

  /** A loop over part of a float32 array. */
  interface FloatLoop {
    void run(float[] x, float[] y, int size);
  }

  /** The same by kernels, which may use vectors. */
  interface KernelLoop {
    void run(Kernels kernels, float[] x, float[] y, int size);
  }

  /**
   * A formula on float64 or, rounded once, on float32: the last rule of the arithmetic contract.
   */
  static Step formula(NodePlan node, DoubleUnaryOperator formula) {
    return formula(
        node,
        (x, y, size) -> {
          for (int i = 0; i < size; i++) {
            y[i] = (float) formula.applyAsDouble(x[i]);
          }
        },
        formula);
  }

  /** One function for each dtype. */
  static Step function(NodePlan node, FloatFunction float32, DoubleUnaryOperator float64) {
    return formula(
        node,
        (x, y, size) -> {
          for (int i = 0; i < size; i++) {
            y[i] = float32.apply(x[i]);
          }
        },
        float64);
  }

  /** A loop on float32 and a formula on float64. */
  static Step formula(NodePlan node, FloatLoop loop, DoubleUnaryOperator formula) {
    return formula(node, (kernels, x, y, size) -> loop.run(x, y, size), formula);
  }

  /** Kernels on float32 and a formula on float64. */
  static Step formula(NodePlan node, KernelLoop loop, DoubleUnaryOperator formula) {
    DataType type = node.type(0);
    int size = size(node);
    int x = node.input(0);
    int y = node.output(0, type, node.shape(0));
    if (type == DataType.FLOAT32) {
      return frame -> loop.run(frame.kernels(), frame.floats(x), frame.floats(y), size);
    }
    if (type == DataType.FLOAT64) {
      return frame -> {
        double[] from = frame.doubles(x);
        double[] to = frame.doubles(y);
        for (int i = 0; i < size; i++) {
          to[i] = formula.applyAsDouble(from[i]);
        }
      };
    }
    throw new ModelException("expected float32 or float64, got " + type);
  }

  /** A formula on integers, which wrap; int32 as the low half of int64. */
  static Step integers(NodePlan node, LongUnaryOperator formula) {
    DataType type = node.type(0);
    int size = size(node);
    int x = node.input(0);
    int y = node.output(0, type, node.shape(0));
    if (type == DataType.INT64) {
      return frame -> {
        long[] from = frame.longs(x);
        long[] to = frame.longs(y);
        for (int i = 0; i < size; i++) {
          to[i] = formula.applyAsLong(from[i]);
        }
      };
    }
    if (type == DataType.INT32) {
      return frame -> {
        int[] from = frame.ints(x);
        int[] to = frame.ints(y);
        for (int i = 0; i < size; i++) {
          to[i] = (int) formula.applyAsLong(from[i]);
        }
      };
    }
    throw new ModelException("expected numbers, got " + type);
  }

  private static int size(NodePlan node) {
    return Shapes.product(node.shape(0), 0, node.shape(0).length);
  }
}
