package dev.rot180.ops;

import dev.rot180.DataType;
import dev.rot180.ModelException;
import java.util.Arrays;

/**
 * TopK: the largest or smallest elements along an axis and their places, the extreme one first; of
 * equal ones the first comes first. A NaN is larger than any number.
 */
final class TopK implements Operator {
  @Override
  public Step plan(NodePlan node) {
    int[] shape = node.shape(0);
    int axis = Shapes.axis(node.attributes().integer("axis", -1), shape.length);
    long k = node.opset() < 10 ? node.attributes().integer("k", 0) : node.elements(1).longs()[0];
    if (k < 0 || k > shape[axis]) {
      throw new ModelException("k=" + k + " elements of an axis of " + shape[axis]);
    }
    boolean largest = node.attributes().flag("largest", true);
    int[] out = shape.clone();
    out[axis] = (int) k;
    Lines from = new Lines(shape, axis);
    Lines to = new Lines(out, axis);
    DataType type = node.type(0);
    int x = node.input(0);
    int values = node.output(0, type, out);
    int places = node.output(1, DataType.INT64, out);
    return frame -> {
      Object source = frame.array(x);
      for (int line = 0; line < from.count(); line++) {
        int begin = from.begin(line);
        Integer[] order = order(source, begin, from.step(), from.length(), largest);
        for (int i = 0; i < k; i++) {
          int at = to.begin(line) + i * to.step();
          Copies.element(source, begin + order[i] * from.step(), frame.array(values), at);
          frame.longs(places)[at] = order[i];
        }
      }
    };
  }

  private static Integer[] order(Object data, int begin, int step, int length, boolean largest) {
    Integer[] order = new Integer[length];
    Arrays.setAll(order, i -> i);
    int sign = largest ? -1 : 1;
    Arrays.sort(order, (a, b) -> sign * compare(data, begin + a * step, begin + b * step));
    return order;
  }

  private static int compare(Object data, int a, int b) {
    if (data instanceof float[]) {
      return compare(((float[]) data)[a], ((float[]) data)[b]);
    }
    if (data instanceof double[]) {
      return compare(((double[]) data)[a], ((double[]) data)[b]);
    }
    return Long.compare(Scalars.integer(data, a), Scalars.integer(data, b));
  }

  private static int compare(double a, double b) {
    return a == b ? 0 : Double.compare(a, b); // the two zeros are equal
  }
}
