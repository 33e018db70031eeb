package dev.rot180.ops;

import dev.rot180.DataType;
import dev.rot180.ModelException;
import dev.rot180.kernels.DoubleMath;
import dev.rot180.kernels.FloatMath;
import java.util.Arrays;

/** Softmax and LogSoftmax: exponentials in the type of x, their sum and the rest in binary64. */
final class Softmax implements Operator {
  @Override
  public Step plan(NodePlan node) {
    int[] shape = node.shape(0);
    DataType type = node.type(0);
    Lines lines = lines(node, shape);
    boolean log = node.operator().equals("LogSoftmax");
    int x = node.input(0);
    int y = node.output(0, type, shape);
    if (type == DataType.FLOAT32) {
      return frame -> {
        for (int line = 0; line < lines.count(); line++) {
          floats(lines, line, log, frame.floats(x), frame.floats(y));
        }
      };
    }
    if (type == DataType.FLOAT64) {
      return frame -> {
        for (int line = 0; line < lines.count(); line++) {
          doubles(lines, line, log, frame.doubles(x), frame.doubles(y));
        }
      };
    }
    throw new ModelException("expected float32 or float64, got " + type);
  }

  /** Before operator set 13 a line is all axes from the given one on. */
  private static Lines lines(NodePlan node, int[] shape) {
    if (node.opset() >= 13) {
      return new Lines(shape, Shapes.axis(node.attributes().integer("axis", -1), shape.length));
    }
    long given = node.attributes().integer("axis", 1);
    int axis = given == shape.length ? shape.length : Shapes.axis(given, shape.length);
    boolean[] along = new boolean[shape.length];
    Arrays.fill(along, axis, shape.length, true);
    return new Lines(shape, along);
  }

  private static void floats(Lines lines, int line, boolean log, float[] x, float[] y) {
    int begin = lines.begin(line);
    int step = lines.step();
    int end = begin + lines.length() * step;
    float max = Float.NEGATIVE_INFINITY;
    for (int i = begin; i < end; i += step) {
      max = Math.max(max, x[i]);
    }
    double sum = 0.0;
    for (int i = begin; i < end; i += step) {
      y[i] = FloatMath.exp(x[i] - max);
      sum += y[i];
    }
    double logSum = log ? DoubleMath.log(sum) : 0.0;
    for (int i = begin; i < end; i += step) {
      y[i] = log ? (float) ((double) x[i] - max - logSum) : (float) (y[i] / sum);
    }
  }

  private static void doubles(Lines lines, int line, boolean log, double[] x, double[] y) {
    int begin = lines.begin(line);
    int step = lines.step();
    int end = begin + lines.length() * step;
    double max = Double.NEGATIVE_INFINITY;
    for (int i = begin; i < end; i += step) {
      max = Math.max(max, x[i]);
    }
    double sum = 0.0;
    for (int i = begin; i < end; i += step) {
      y[i] = DoubleMath.exp(x[i] - max);
      sum += y[i];
    }
    double logSum = log ? DoubleMath.log(sum) : 0.0;
    for (int i = begin; i < end; i += step) {
      y[i] = log ? x[i] - max - logSum : y[i] / sum;
    }
  }
}
