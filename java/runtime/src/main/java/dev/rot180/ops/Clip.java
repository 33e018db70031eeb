package dev.rot180.ops;

import dev.rot180.DataType;
import dev.rot180.ModelException;
import dev.rot180.onnx.NdArray;

/** Clip: limits to a range; a NaN stays. Before operator set 11 the limits are attributes. */
final class Clip implements Operator {
  private static final int ABSENT = -1;

  @Override
  public Step plan(NodePlan node) {
    boolean old = node.opset() < 11;
    DataType type = node.type(0);
    int size = Shapes.product(node.shape(0), 0, node.shape(0).length);
    float lowest = node.attributes().real("min", Float.NEGATIVE_INFINITY);
    float highest = node.attributes().real("max", Float.POSITIVE_INFINITY);
    int low = old || !node.has(1) ? ABSENT : limit(node, 1);
    int high = old || !node.has(2) ? ABSENT : limit(node, 2);
    int x = node.input(0);
    int y = node.output(0, type, node.shape(0));
    switch (type) {
      case FLOAT32:
        return frame ->
            frame
                .kernels()
                .clip(
                    size,
                    frame.floats(x),
                    0,
                    frame.floats(y),
                    0,
                    low == ABSENT ? lowest : frame.floats(low)[0],
                    high == ABSENT ? highest : frame.floats(high)[0]);
      case FLOAT64:
        return frame ->
            doubles(
                frame.doubles(x),
                frame.doubles(y),
                size,
                low == ABSENT ? lowest : frame.doubles(low)[0],
                high == ABSENT ? highest : frame.doubles(high)[0]);
      case INT64:
      case INT32:
        return frame -> {
          long from = low == ABSENT ? Long.MIN_VALUE : integer(frame.array(low), 0);
          long to = high == ABSENT ? Long.MAX_VALUE : integer(frame.array(high), 0);
          for (int i = 0; i < size; i++) {
            long value = Math.min(Math.max(integer(frame.array(x), i), from), to);
            if (type == DataType.INT64) {
              frame.longs(y)[i] = value;
            } else {
              frame.ints(y)[i] = (int) value;
            }
          }
        };
      default:
        throw new ModelException("expected numbers, got bool");
    }
  }

  @Override
  public float[] limits(NodePlan node) {
    float[] limits = {
      node.attributes().real("min", Float.NEGATIVE_INFINITY),
      node.attributes().real("max", Float.POSITIVE_INFINITY)
    };
    for (int i = 0; i < 2; i++) {
      if (node.opset() >= 11) {
        limits[i] = i == 0 ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
        if (node.has(i + 1)) {
          NdArray limit = node.constant(i + 1);
          if (limit == null || limit.type() != DataType.FLOAT32 || limit.size() != 1) {
            return null;
          }
          limits[i] = limit.floats()[0];
        }
      }
      if (Float.isNaN(limits[i]) || Float.floatToRawIntBits(limits[i]) == 1 << 31) {
        return null;
      }
    }
    return limits;
  }

  private static int limit(NodePlan node, int input) {
    if (node.type(input) != node.type(0)
        || Shapes.product(node.shape(input), 0, node.shape(input).length) != 1) {
      throw new ModelException("the limits must be single values of the input's type");
    }
    return node.input(input);
  }

  private static void doubles(double[] x, double[] y, int size, double low, double high) {
    for (int i = 0; i < size; i++) {
      double value = x[i];
      value = value < low ? low : value;
      y[i] = value > high ? high : value;
    }
  }

  private static long integer(Object array, int i) {
    return array instanceof long[] ? ((long[]) array)[i] : ((int[]) array)[i];
  }
}
