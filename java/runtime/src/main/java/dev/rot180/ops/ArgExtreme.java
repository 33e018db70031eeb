package dev.rot180.ops;

import dev.rot180.DataType;
import dev.rot180.ModelException;

/** ArgMax and ArgMin: the place of the extreme element along an axis; a NaN counts as extreme. */
final class ArgExtreme implements Operator {
  @Override
  public Step plan(NodePlan node) {
    int[] shape = node.shape(0);
    int axis = Shapes.axis(node.attributes().integer("axis", 0), shape.length);
    boolean last = node.attributes().flag("select_last_index", false);
    int sign = node.operator().equals("ArgMax") ? 1 : -1;
    boolean[] over = new boolean[shape.length];
    over[axis] = true;
    int[] out = Reduction.shape(shape, over, node.attributes().flag("keepdims", true));
    Lines lines = new Lines(shape, axis);
    if (lines.length() == 0) {
      throw new ModelException("an axis of length 0 has no extreme element");
    }
    boolean real = node.type(0) == DataType.FLOAT32 || node.type(0) == DataType.FLOAT64;
    int room = node.workspace(real ? DataType.FLOAT64 : DataType.INT64, lines.length());
    int x = node.input(0);
    int y = node.output(0, DataType.INT64, out);
    return frame -> {
      for (int line = 0; line < lines.count(); line++) {
        if (real) {
          lines.read(frame.array(x), line, frame.doubles(room));
          frame.longs(y)[line] = place(frame.doubles(room), lines.length(), sign, last);
        } else {
          lines.read(frame.array(x), line, frame.longs(room));
          frame.longs(y)[line] = place(frame.longs(room), lines.length(), sign, last);
        }
      }
    };
  }

  private static int place(double[] line, int length, int sign, boolean last) {
    int best = 0;
    for (int i = 1; i < length; i++) {
      boolean bestIsNaN = Double.isNaN(line[best]);
      boolean better =
          Double.isNaN(line[i]) ? !bestIsNaN : !bestIsNaN && sign * line[i] > sign * line[best];
      boolean equal = line[i] == line[best] || Double.isNaN(line[i]) && bestIsNaN;
      if (better || last && equal) {
        best = i;
      }
    }
    return best;
  }

  private static int place(long[] line, int length, int sign, boolean last) {
    int best = 0;
    for (int i = 1; i < length; i++) {
      int order = sign * Long.compare(line[i], line[best]);
      if (order > 0 || last && order == 0) {
        best = i;
      }
    }
    return best;
  }
}
