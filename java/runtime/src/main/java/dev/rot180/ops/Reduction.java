package dev.rot180.ops;

import dev.rot180.DataType;
import dev.rot180.ModelException;
import dev.rot180.kernels.DoubleMath;
import java.util.Arrays;

/** Reductions over axes: floats in binary64, row-major ascending, rounded once. */
final class Reduction implements Operator {
  @Override
  public Step plan(NodePlan node) {
    int[] shape = node.shape(0);
    long[] chosen = Shapes.parameter(node, "axes", 1);
    boolean[] over = new boolean[shape.length];
    int[] out = shape;
    if (chosen != null && chosen.length > 0) {
      over = Shapes.axes(chosen, shape.length);
      out = shape(shape, over, node.attributes().flag("keepdims", true));
    } else if (!node.attributes().flag("noop_with_empty_axes", false)) {
      Arrays.fill(over, true);
      out = shape(shape, over, node.attributes().flag("keepdims", true));
    }
    // With noop each element is a line of its own: what the operator does to it still happens.
    return step(node, node.operator(), over, out);
  }

  /** The shape that is left when axes are reduced. */
  static int[] shape(int[] shape, boolean[] over, boolean keep) {
    int[] out = new int[shape.length];
    int rank = 0;
    for (int axis = 0; axis < shape.length; axis++) {
      if (!over[axis] || keep) {
        out[rank++] = over[axis] ? 1 : shape[axis];
      }
    }
    return Arrays.copyOf(out, rank);
  }

  /** What a reduction makes of one line. */
  private interface RealFold {
    double of(double[] line, int length);
  }

  /** What a reduction makes of one line of integers. */
  private interface WholeFold {
    long of(long[] line, int length);
  }

  /** The step of a reduction, given by its operator's name, over some axes of the first input. */
  static Step step(NodePlan node, String operator, boolean[] over, int[] out) {
    DataType type = node.type(0);
    Lines lines = new Lines(node.shape(0), over);
    int length = lines.length();
    int x = node.input(0);
    int y = node.output(0, type, out);
    if (type == DataType.FLOAT32 || type == DataType.FLOAT64) {
      RealFold fold = reals(operator);
      int room = node.workspace(DataType.FLOAT64, length);
      return frame -> {
        double[] line = frame.doubles(room);
        Object to = frame.array(y);
        for (int i = 0; i < lines.count(); i++) {
          lines.read(frame.array(x), i, line);
          double result = fold.of(line, length);
          if (to instanceof float[]) {
            ((float[]) to)[i] = (float) result;
          } else {
            ((double[]) to)[i] = result;
          }
        }
      };
    }
    WholeFold fold = wholes(operator, type);
    int room = node.workspace(DataType.INT64, length);
    return frame -> {
      long[] line = frame.longs(room);
      for (int i = 0; i < lines.count(); i++) {
        lines.read(frame.array(x), i, line);
        put(frame.array(y), i, fold.of(line, length));
      }
    };
  }

  private static void put(Object to, int at, long value) {
    if (to instanceof long[]) {
      ((long[]) to)[at] = value;
    } else if (to instanceof int[]) {
      ((int[]) to)[at] = (int) value;
    } else {
      ((boolean[]) to)[at] = value != 0;
    }
  }

  private static RealFold reals(String operator) {
    switch (operator) {
      case "ReduceSum":
        return Reduction::sum;
      case "ReduceMean":
        return (line, length) -> sum(line, length) / length;
      case "ReduceMax":
        return Reduction::max;
      case "ReduceMin":
        return Reduction::min;
      case "ReduceProd":
        return (line, length) -> {
          double product = 1.0;
          for (int i = 0; i < length; i++) {
            product *= line[i];
          }
          return product;
        };
      case "ReduceSumSquare":
        return Reduction::squares;
      case "ReduceL1":
        return (line, length) -> {
          double sum = 0.0;
          for (int i = 0; i < length; i++) {
            sum += Math.abs(line[i]);
          }
          return sum;
        };
      case "ReduceL2":
        return (line, length) -> Math.sqrt(squares(line, length));
      case "ReduceLogSum":
        return (line, length) -> DoubleMath.log(sum(line, length));
      default:
        return Reduction::logSumExp;
    }
  }

  /** The sum in ascending order. */
  static double sum(double[] line, int length) {
    double sum = 0.0;
    for (int i = 0; i < length; i++) {
      sum += line[i];
    }
    return sum;
  }

  /** The sum of squares in ascending order. */
  static double squares(double[] line, int length) {
    double sum = 0.0;
    for (int i = 0; i < length; i++) {
      sum += line[i] * line[i];
    }
    return sum;
  }

  private static double max(double[] line, int length) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < length; i++) {
      max = Math.max(max, line[i]);
    }
    return max;
  }

  private static double min(double[] line, int length) {
    double min = Double.POSITIVE_INFINITY;
    for (int i = 0; i < length; i++) {
      min = Math.min(min, line[i]);
    }
    return min;
  }

  private static double logSumExp(double[] line, int length) {
    double max = max(line, length);
    double top = Double.isInfinite(max) ? 0.0 : max; // an infinite maximum is not subtracted
    double sum = 0.0;
    for (int i = 0; i < length; i++) {
      sum += DoubleMath.exp(line[i] - top);
    }
    return DoubleMath.log(sum) + top;
  }

  private static WholeFold wholes(String operator, DataType type) {
    switch (operator) {
      case "ReduceSum":
        return Reduction::sum;
      case "ReduceMean":
        return (line, length) -> length == 0 ? 0 : sum(line, length) / length;
      case "ReduceMax":
        return (line, length) -> Arrays.stream(line, 0, length).max().orElse(lowest(type));
      case "ReduceMin":
        return (line, length) -> Arrays.stream(line, 0, length).min().orElse(~lowest(type));
      case "ReduceProd":
        return (line, length) -> {
          long product = 1;
          for (int i = 0; i < length; i++) {
            product *= line[i];
          }
          return product;
        };
      case "ReduceSumSquare":
        return (line, length) -> {
          long sum = 0;
          for (int i = 0; i < length; i++) {
            sum += line[i] * line[i];
          }
          return sum;
        };
      case "ReduceL1":
        return (line, length) -> {
          long sum = 0;
          for (int i = 0; i < length; i++) {
            sum += Math.abs(line[i]);
          }
          return sum;
        };
      default:
        throw new ModelException("expected float32 or float64, got " + type);
    }
  }

  private static long sum(long[] line, int length) {
    long sum = 0;
    for (int i = 0; i < length; i++) {
      sum += line[i];
    }
    return sum;
  }

  private static long lowest(DataType type) {
    switch (type) {
      case BOOL:
        return 0;
      case INT32:
        return Integer.MIN_VALUE;
      default:
        return Long.MIN_VALUE;
    }
  }
}
