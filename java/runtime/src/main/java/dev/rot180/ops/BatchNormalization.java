package dev.rot180.ops;

import dev.rot180.DataType;
import dev.rot180.ModelException;
import dev.rot180.kernels.Fma;

/**
 * BatchNormalization with recorded statistics: fma(x, s, t) with s = scale / sqrt(variance +
 * epsilon) and t = bias - mean s, each in binary64 and rounded once.
 */
final class BatchNormalization implements Operator {
  @Override
  public Step plan(NodePlan node) {
    if (node.attributes().flag("training_mode", false) || node.outputs() > 1) {
      throw new ModelException("batch normalization in training mode is not supported");
    }
    int[] shape = node.shape(0);
    if (shape.length < 2) {
      throw new ModelException("expected (N, C, ...)");
    }
    int channels = shape[1];
    boolean fixed = true;
    for (int i = 1; i <= 4; i++) {
      if (node.shape(i).length != 1 || node.shape(i)[0] != channels) {
        throw new ModelException(
            "the statistics must have " + channels + " values, one per channel");
      }
      fixed &= node.constant(i) != null;
    }
    double epsilon = node.attributes().real("epsilon", 1e-5f);
    DataType type = node.type(0);
    int inner = Shapes.product(shape, 2, shape.length);
    int rows = shape[0] * channels;
    int x = node.input(0);
    int[] statistics = {node.input(1), node.input(2), node.input(3), node.input(4)};
    int y = node.output(0, type, shape);
    if (type == DataType.FLOAT32) {
      int room = node.workspace(DataType.FLOAT32, 2 * channels);
      float[] ready = fixed ? node.prepared(() -> coefficients(node, epsilon, channels)) : null;
      return frame -> {
        float[] factors = ready;
        if (ready == null) {
          factors = frame.floats(room);
          Object[] arrays = arrays(frame, statistics);
          for (int c = 0; c < channels; c++) {
            factors[c] = (float) slope(arrays, c, epsilon);
            factors[channels + c] = (float) shift(arrays, c, epsilon);
          }
        }
        floats(frame.floats(x), factors, channels, rows, inner, frame.floats(y));
      };
    }
    return frame -> {
      Object[] arrays = arrays(frame, statistics);
      double[] from = frame.doubles(x);
      double[] to = frame.doubles(y);
      for (int row = 0; row < rows; row++) {
        double slope = slope(arrays, row % channels, epsilon);
        double shift = shift(arrays, row % channels, epsilon);
        for (int i = row * inner; i < (row + 1) * inner; i++) {
          to[i] = Math.fma(from[i], slope, shift);
        }
      }
    };
  }

  private static void floats(
      float[] x, float[] factors, int channels, int rows, int inner, float[] y) {
    for (int row = 0; row < rows; row++) {
      float slope = factors[row % channels];
      float shift = factors[channels + row % channels];
      if (!Fma.FAST) {
        for (int i = row * inner; i < (row + 1) * inner; i++) {
          y[i] = Fma.emulated(x[i], slope, shift);
        }
        continue;
      }
      for (int i = row * inner; i < (row + 1) * inner; i++) {
        y[i] = Math.fma(x[i], slope, shift);
      }
    }
  }

  private static float[] coefficients(NodePlan node, double epsilon, int channels) {
    Object[] arrays = new Object[4];
    for (int i = 0; i < 4; i++) {
      arrays[i] = node.constant(i + 1).data();
    }
    float[] factors = new float[2 * channels];
    for (int c = 0; c < channels; c++) {
      factors[c] = (float) slope(arrays, c, epsilon);
      factors[channels + c] = (float) shift(arrays, c, epsilon);
    }
    return factors;
  }

  private static Object[] arrays(Frame frame, int[] positions) {
    Object[] arrays = new Object[positions.length];
    for (int i = 0; i < arrays.length; i++) {
      arrays[i] = frame.array(positions[i]);
    }
    return arrays;
  }

  private static double slope(Object[] statistics, int channel, double epsilon) {
    return get(statistics[0], channel) / Math.sqrt(get(statistics[3], channel) + epsilon);
  }

  private static double shift(Object[] statistics, int channel, double epsilon) {
    return get(statistics[1], channel)
        - get(statistics[2], channel) * slope(statistics, channel, epsilon);
  }

  private static double get(Object array, int i) {
    return array instanceof float[] ? ((float[]) array)[i] : ((double[]) array)[i];
  }
}
