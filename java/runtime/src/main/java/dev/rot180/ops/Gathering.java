package dev.rot180.ops;

import dev.rot180.DataType;
import dev.rot180.ModelException;
import java.util.Arrays;

/** Gather and GatherElements: elements picked by index; negative ones count from the end. */
final class Gathering implements Operator {
  @Override
  public Step plan(NodePlan node) {
    if (node.type(1) != DataType.INT64 && node.type(1) != DataType.INT32) {
      throw new ModelException("expected indices of int64 or int32, got " + node.type(1));
    }
    int[] shape = node.shape(0);
    int axis = Shapes.axis(node.attributes().integer("axis", 0), shape.length);
    return node.operator().equals("Gather")
        ? gather(node, shape, axis)
        : gatherElements(node, shape, axis);
  }

  private static Step gather(NodePlan node, int[] shape, int axis) {
    int[] indices = node.shape(1);
    int[] out = new int[shape.length - 1 + indices.length];
    System.arraycopy(shape, 0, out, 0, axis);
    System.arraycopy(indices, 0, out, axis, indices.length);
    System.arraycopy(shape, axis + 1, out, axis + indices.length, shape.length - axis - 1);
    int length = shape[axis];
    int outer = Shapes.product(shape, 0, axis);
    int inner = Shapes.product(shape, axis + 1, shape.length);
    int count = Shapes.product(indices, 0, indices.length);
    int x = node.input(0);
    int index = node.input(1);
    int y = node.output(0, node.type(0), out);
    return frame -> {
      for (int k = 0; k < outer; k++) {
        for (int i = 0; i < count; i++) {
          int from = k * length + place(frame.array(index), i, length);
          System.arraycopy(
              frame.array(x), from * inner, frame.array(y), (k * count + i) * inner, inner);
        }
      }
    };
  }

  private static Step gatherElements(NodePlan node, int[] shape, int axis) {
    int[] out = node.shape(1);
    if (out.length != shape.length) {
      throw new ModelException("indices must have as many axes as the input");
    }
    for (int i = 0; i < out.length; i++) {
      if (i != axis && out[i] > shape[i]) {
        throw new ModelException("indices " + Arrays.toString(out) + " reach beyond the input");
      }
    }
    int[] strides = Shapes.strides(shape);
    int length = shape[axis];
    int step = strides[axis];
    strides[axis] = 0;
    Walk walk = new Walk(out, strides, Shapes.strides(out));
    int x = node.input(0);
    int index = node.input(1);
    int y = node.output(0, node.type(0), out);
    return frame -> {
      for (int row = 0; row < walk.rows(); row++) {
        for (int i = 0; i < walk.count(); i++) {
          int at = walk.offset(1, row) + i;
          int from = walk.offset(0, row) + i * walk.stride(0);
          int place = place(frame.array(index), at, length);
          Copies.element(frame.array(x), from + place * step, frame.array(y), at);
        }
      }
    };
  }

  private static int place(Object indices, int i, int length) {
    long index = Scalars.integer(indices, i);
    if (index < -length || index >= length) {
      throw new ModelException("index " + index + " on an axis of length " + length);
    }
    return (int) (index < 0 ? index + length : index);
  }
}
