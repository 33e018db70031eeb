package dev.rot180.ops;

import dev.rot180.DataType;
import dev.rot180.ModelException;

/** Min, Max, Sum and Mean of any number of broadcast inputs. */
final class Variadic implements Operator {
  @Override
  public Step plan(NodePlan node) {
    int count = node.inputs();
    if (count == 0) {
      throw new ModelException("expected at least one input");
    }
    DataType type = node.type(0);
    int[][] shapes = new int[count][];
    int[] positions = new int[count];
    for (int i = 0; i < count; i++) {
      if (node.type(i) != type) {
        throw new ModelException("all inputs must be of one type");
      }
      shapes[i] = node.shape(i);
      positions[i] = node.input(i);
    }
    int[] out = Shapes.broadcast(shapes);
    Walk[] walks = new Walk[count];
    for (int i = 0; i < count; i++) {
      walks[i] = new Walk(out, Shapes.broadcastStrides(shapes[i], out), Shapes.strides(out));
    }
    int size = Shapes.product(out, 0, out.length);
    int y = node.output(0, type, out);
    String operator = node.operator();
    if (type == DataType.FLOAT32 || type == DataType.FLOAT64) {
      int room = node.workspace(DataType.FLOAT64, size);
      return frame -> {
        double[] sum = frame.doubles(room);
        for (int i = 0; i < count; i++) {
          fold(operator, i == 0, walks[i], frame.array(positions[i]), sum);
        }
        int divisor = operator.equals("Mean") ? count : 1;
        finish(sum, divisor, size, frame.array(y));
      };
    }
    boolean max = operator.equals("Max");
    if (type == DataType.BOOL || !max && !operator.equals("Min")) {
      throw new ModelException("expected float32 or float64, got " + type);
    }
    return frame -> {
      for (int i = 0; i < count; i++) {
        fold(max, i == 0, walks[i], frame.array(positions[i]), frame.array(y));
      }
    };
  }

  private static void fold(String operator, boolean first, Walk walk, Object from, double[] to) {
    for (int row = 0; row < walk.rows(); row++) {
      int position = walk.offset(0, row);
      int at = walk.offset(1, row);
      for (int i = 0; i < walk.count(); i++, position += walk.stride(0)) {
        double value =
            from instanceof float[] ? ((float[]) from)[position] : ((double[]) from)[position];
        to[at + i] = first ? value : combine(operator, to[at + i], value);
      }
    }
  }

  private static double combine(String operator, double a, double b) {
    switch (operator) {
      case "Max":
        return Math.max(a, b);
      case "Min":
        return Math.min(a, b);
      default:
        return a + b;
    }
  }

  private static void finish(double[] sum, int divisor, int size, Object to) {
    for (int i = 0; i < size; i++) {
      double value = divisor == 1 ? sum[i] : sum[i] / divisor;
      if (to instanceof float[]) {
        ((float[]) to)[i] = (float) value;
      } else {
        ((double[]) to)[i] = value;
      }
    }
  }

  private static void fold(boolean max, boolean first, Walk walk, Object from, Object to) {
    for (int row = 0; row < walk.rows(); row++) {
      int position = walk.offset(0, row);
      int at = walk.offset(1, row);
      for (int i = at; i < at + walk.count(); i++, position += walk.stride(0)) {
        if (from instanceof long[]) {
          long[] result = (long[]) to;
          long value = ((long[]) from)[position];
          result[i] = first ? value : max ? Math.max(result[i], value) : Math.min(result[i], value);
        } else {
          int[] result = (int[]) to;
          int value = ((int[]) from)[position];
          result[i] = first ? value : max ? Math.max(result[i], value) : Math.min(result[i], value);
        }
      }
    }
  }
}
