package dev.rot180.ops;

import dev.rot180.DataType;
import dev.rot180.ModelException;
import dev.rot180.onnx.Attributes;
import java.util.Arrays;

/** Normalizations of lines: statistics and formula in binary64, each element rounded once. */
final class Normalization implements Operator {
  /** Changes one line in place. */
  private interface LineFormula {
    void run(Frame frame, int line, double[] values, int length);
  }

  @Override
  public Step plan(NodePlan node) {
    int[] shape = node.shape(0);
    Attributes attributes = node.attributes();
    switch (node.operator()) {
      case "InstanceNormalization":
        return instance(node, shape, attributes.real("epsilon", 1e-5f));
      case "MeanVarianceNormalization":
        long[] axes = attributes.integers("axes");
        boolean[] along = Shapes.axes(axes == null ? new long[] {0, 2, 3} : axes, shape.length);
        return step(node, new Lines(shape, along), (frame, line, v, n) -> meanVariance(v, n));
      default:
        int axis = Shapes.axis(attributes.integer("axis", -1), shape.length);
        boolean one = attributes.integer("p", 2) == 1;
        return step(node, new Lines(shape, axis), (frame, line, v, n) -> byNorm(v, n, one));
    }
  }

  private static Step step(NodePlan node, Lines lines, LineFormula formula) {
    DataType type = node.type(0);
    if (type != DataType.FLOAT32 && type != DataType.FLOAT64) {
      throw new ModelException("expected float32 or float64, got " + type);
    }
    int room = node.workspace(DataType.FLOAT64, lines.length());
    int x = node.input(0);
    int y = node.output(0, type, node.shape(0));
    return frame -> {
      double[] values = frame.doubles(room);
      for (int line = 0; line < lines.count(); line++) {
        lines.read(frame.array(x), line, values);
        formula.run(frame, line, values, lines.length());
        lines.write(values, line, frame.array(y));
      }
    };
  }

  /** scale (x - mean) / sqrt(variance + epsilon) + bias over each image's channel. */
  private static Step instance(NodePlan node, int[] shape, double epsilon) {
    if (shape.length < 3
        || !Arrays.equals(node.shape(1), new int[] {shape[1]})
        || !Arrays.equals(node.shape(2), node.shape(1))) {
      throw new ModelException("expected (N, C, spatial axes...), and C scales and biases");
    }
    boolean[] along = new boolean[shape.length];
    Arrays.fill(along, 2, along.length, true);
    int scales = node.input(1);
    int biases = node.input(2);
    int channels = shape[1];
    return step(
        node,
        new Lines(shape, along),
        (frame, line, v, n) -> {
          double scale = get(frame.array(scales), line % channels);
          double bias = get(frame.array(biases), line % channels);
          double mean = Reduction.sum(v, n) / n;
          double sum = 0.0;
          for (int i = 0; i < n; i++) {
            double centred = v[i] - mean;
            sum += centred * centred;
          }
          double deviation = Math.sqrt(sum / n + epsilon);
          for (int i = 0; i < n; i++) {
            v[i] = scale * (v[i] - mean) / deviation + bias;
          }
        });
  }

  private static double get(Object array, int i) {
    return array instanceof float[] ? ((float[]) array)[i] : ((double[]) array)[i];
  }

  private static void meanVariance(double[] v, int n) {
    double mean = Reduction.sum(v, n) / n;
    double squares = Reduction.squares(v, n) / n;
    double deviation = Math.sqrt(squares - mean * mean) + 1e-9;
    for (int i = 0; i < n; i++) {
      v[i] = (v[i] - mean) / deviation;
    }
  }

  /** Where the norm is 0, zero. */
  private static void byNorm(double[] v, int n, boolean one) {
    double norm = 0.0;
    if (one) {
      for (int i = 0; i < n; i++) {
        norm += Math.abs(v[i]);
      }
    } else {
      norm = Math.sqrt(Reduction.squares(v, n));
    }
    for (int i = 0; i < n; i++) {
      v[i] = norm == 0 ? 0.0 : v[i] / norm;
    }
  }
}
