package dev.rot180.ops;

import dev.rot180.DataType;
import dev.rot180.ModelException;
import java.util.Arrays;

/** Concat and Split: values one after the other along an axis. */
final class Joining implements Operator {
  @Override
  public Step plan(NodePlan node) {
    return node.operator().equals("Concat") ? concat(node) : split(node);
  }

  private static Step concat(NodePlan node) {
    int count = node.inputs();
    int[] out = node.shape(0).clone();
    int axis = Shapes.axis(node.attributes().integer("axis", 1), out.length);
    int[] positions = new int[count];
    int[] lengths = new int[count];
    DataType type = node.type(0);
    long total = 0;
    for (int i = 0; i < count; i++) {
      int[] shape = node.shape(i).clone();
      positions[i] = node.input(i);
      if (shape.length != out.length || node.type(i) != type) {
        throw new ModelException("all inputs must be of one type and rank");
      }
      lengths[i] = shape[axis];
      total += lengths[i];
      shape[axis] = out[axis];
      if (!Arrays.equals(shape, out)) {
        throw new ModelException("all inputs must have equal lengths but on axis " + axis);
      }
    }
    out[axis] = Math.toIntExact(total);
    int outer = Shapes.product(out, 0, axis);
    int inner = Shapes.product(out, axis + 1, out.length);
    int y = node.output(0, type, out);
    int row = out[axis] * inner;
    return frame -> {
      int at = 0;
      for (int i = 0; i < count; i++) {
        Object from = frame.array(positions[i]);
        int size = lengths[i] * inner;
        for (int k = 0; k < outer; k++) {
          System.arraycopy(from, k * size, frame.array(y), k * row + at, size);
        }
        at += size;
      }
    };
  }

  private static Step split(NodePlan node) {
    int[] shape = node.shape(0);
    int axis = Shapes.axis(node.attributes().integer("axis", 0), shape.length);
    int[] lengths = lengths(node, shape[axis]);
    int outer = Shapes.product(shape, 0, axis);
    int inner = Shapes.product(shape, axis + 1, shape.length);
    int x = node.input(0);
    int[] parts = new int[lengths.length];
    for (int i = 0; i < parts.length; i++) {
      int[] out = shape.clone();
      out[axis] = lengths[i];
      parts[i] = node.output(i, node.type(0), out);
    }
    int row = shape[axis] * inner;
    return frame -> {
      int at = 0;
      for (int i = 0; i < parts.length; i++) {
        int size = lengths[i] * inner;
        for (int k = 0; k < outer; k++) {
          System.arraycopy(frame.array(x), k * row + at, frame.array(parts[i]), k * size, size);
        }
        at += size;
      }
    };
  }

  /** The given lengths, or equal ones, the last perhaps shorter. */
  private static int[] lengths(NodePlan node, int whole) {
    long[] given = Shapes.parameter(node, "split", 1);
    int[] lengths = new int[given == null ? node.outputs() : given.length];
    int each = (int) ((whole + (long) lengths.length - 1) / Math.max(1, lengths.length));
    long sum = 0;
    for (int i = 0; i < lengths.length; i++) {
      long rest = Math.max(0, whole - (long) i * each);
      lengths[i] = given == null ? (int) Math.min(each, rest) : Shapes.length(given[i]);
      sum += lengths[i];
    }
    if (sum != whole || lengths.length < node.outputs()) {
      throw new ModelException(
          "parts " + Arrays.toString(lengths) + " do not add up to the axis of " + whole);
    }
    return lengths;
  }
}
