package dev.rot180.ops;

import dev.rot180.DataType;

/** Cast and CastLike: other element types, as Java casts: towards zero, saturating, NaN to 0. */
final class Cast implements Operator {
  @Override
  public Step plan(NodePlan node) {
    DataType from = node.type(0);
    DataType to =
        node.operator().equals("CastLike")
            ? node.type(1)
            : DataType.ofOnnxCode((int) node.attributes().integer("to", 0));
    int[] shape = node.shape(0);
    if (from == to) {
      node.alias(0, 0, shape);
      return null;
    }
    int size = Shapes.product(shape, 0, shape.length);
    int x = node.input(0);
    int y = node.output(0, to, shape);
    if (from == DataType.FLOAT32 || from == DataType.FLOAT64) {
      return frame -> reals(frame.array(x), frame.array(y), size);
    }
    return frame -> integers(frame.array(x), frame.array(y), size);
  }

  private static void reals(Object from, Object to, int size) {
    for (int i = 0; i < size; i++) {
      double value = from instanceof float[] ? ((float[]) from)[i] : ((double[]) from)[i];
      if (to instanceof float[]) {
        ((float[]) to)[i] = (float) value;
      } else if (to instanceof double[]) {
        ((double[]) to)[i] = value;
      } else if (to instanceof long[]) {
        ((long[]) to)[i] = (long) value;
      } else if (to instanceof int[]) {
        ((int[]) to)[i] = (int) value;
      } else {
        ((boolean[]) to)[i] = value != 0;
      }
    }
  }

  private static void integers(Object from, Object to, int size) {
    for (int i = 0; i < size; i++) {
      long value = Scalars.integer(from, i);
      if (to instanceof float[]) {
        ((float[]) to)[i] = value;
      } else if (to instanceof double[]) {
        ((double[]) to)[i] = value;
      } else if (to instanceof long[]) {
        ((long[]) to)[i] = value;
      } else if (to instanceof int[]) {
        ((int[]) to)[i] = (int) value;
      } else {
        ((boolean[]) to)[i] = value != 0;
      }
    }
  }
}
