package dev.rot180.ops;

import dev.rot180.DataType;
import dev.rot180.ModelException;
import dev.rot180.onnx.NdArray;
import java.util.Arrays;

/** Operators that only rename axes: no element moves, so the output is another view. */
final class Reshaping implements Operator {
  @Override
  public Step plan(NodePlan node) {
    int[] shape = node.shape(0);
    switch (node.operator()) {
      case "Flatten":
        long given = node.attributes().integer("axis", 1);
        int axis = given == shape.length ? shape.length : Shapes.axis(given, shape.length);
        node.alias(0, 0, Shapes.product(shape, 0, axis), Shapes.product(shape, axis, shape.length));
        break;
      case "Reshape":
        node.alias(0, 0, reshaped(node, shape));
        break;
      case "Squeeze":
        node.alias(0, 0, squeezed(shape, Shapes.parameter(node, "axes", 1)));
        break;
      case "Unsqueeze":
        node.alias(0, 0, unsqueezed(shape, Shapes.parameter(node, "axes", 1)));
        break;
      case "Dropout":
        dropout(node, shape);
        break;
      default:
        node.alias(0, 0, shape);
    }
    return null;
  }

  private static int[] reshaped(NodePlan node, int[] shape) {
    long[] wanted = Shapes.parameter(node, "shape", 1);
    if (wanted == null) {
      throw new ModelException("the new shape is missing");
    }
    boolean zero = node.attributes().flag("allowzero", false);
    int[] result = new int[wanted.length];
    int open = -1;
    long known = 1;
    for (int i = 0; i < result.length; i++) {
      if (wanted[i] == -1 && open < 0) {
        open = i;
        continue;
      }
      if (wanted[i] == 0 && !zero && i >= shape.length) {
        throw new ModelException(
            "shape " + Arrays.toString(wanted) + " copies an axis that the input does not have");
      }
      result[i] = wanted[i] == 0 && !zero ? shape[i] : Shapes.length(wanted[i]);
      known = Math.multiplyExact(known, result[i]);
    }
    int size = NdArray.size(shape);
    if (open >= 0) {
      if (known == 0 || size % known != 0) {
        throw new ModelException(
            size + " elements do not fit into shape " + Arrays.toString(wanted));
      }
      result[open] = Math.toIntExact(size / known);
    }
    return result;
  }

  private static int[] squeezed(int[] shape, long[] axes) {
    boolean[] gone = axes == null ? new boolean[shape.length] : Shapes.axes(axes, shape.length);
    int[] result = new int[shape.length];
    int rank = 0;
    for (int i = 0; i < shape.length; i++) {
      if (gone[i] && shape[i] != 1) {
        throw new ModelException("axis " + i + " has length " + shape[i] + ", not 1");
      }
      if (!gone[i] && (axes != null || shape[i] != 1)) {
        result[rank++] = shape[i];
      }
    }
    return Arrays.copyOf(result, rank);
  }

  private static int[] unsqueezed(int[] shape, long[] axes) {
    if (axes == null) {
      throw new ModelException("the axes are missing");
    }
    boolean[] added = Shapes.axes(axes, shape.length + axes.length);
    int[] result = new int[added.length];
    int from = 0;
    for (int i = 0; i < result.length; i++) {
      result[i] = added[i] ? 1 : shape[from++];
    }
    return result;
  }

  /** Outside training nothing is dropped: the mask keeps all. */
  private static void dropout(NodePlan node, int[] shape) {
    if (node.has(2) && ((boolean[]) node.elements(2).data())[0]) {
      NdArray ratio = node.has(1) ? node.elements(1) : null;
      if (ratio == null || Scalars.real(ratio, 0) != 0) {
        throw new ModelException("dropout in training mode is not supported");
      }
    }
    node.alias(0, 0, shape);
    if (node.wants(1)) {
      // Before operator set 10 the mask had the type of x.
      DataType type = node.opset() >= 10 ? DataType.BOOL : node.type(0);
      NdArray mask = NdArray.zeros(type, shape);
      for (int i = 0; i < mask.size(); i++) {
        Scalars.put(mask.data(), i, 1);
      }
      node.known(1, mask);
    }
  }
}
