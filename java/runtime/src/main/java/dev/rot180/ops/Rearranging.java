package dev.rot180.ops;

import dev.rot180.ModelException;
import dev.rot180.onnx.NdArray;
import java.util.Arrays;

/** Operators whose output is the input seen with other strides, and copied: Transpose, Slice ... */
final class Rearranging implements Operator {
  @Override
  public Step plan(NodePlan node) {
    switch (node.operator()) {
      case "Transpose":
        return transpose(node);
      case "Slice":
        return slice(node);
      case "Expand":
        return expand(node);
      case "Tile":
        return tile(node);
      case "DepthToSpace":
        return depthToSpace(node);
      default:
        return spaceToDepth(node);
    }
  }

  /** A step that copies the elements at {@code begin + strides} in row-major order. */
  private static Step copy(NodePlan node, int[] walked, int[] strides, int begin, int[] out) {
    int x = node.input(0);
    int y = node.output(0, node.type(0), out);
    Walk walk = new Walk(walked, strides, Shapes.strides(walked));
    return frame -> Copies.run(walk, frame.array(x), begin, frame.array(y), 0);
  }

  private static Step transpose(NodePlan node) {
    int[] shape = node.shape(0);
    int rank = shape.length;
    long[] order = node.attributes().integers("perm");
    if (order == null) {
      order = new long[rank];
      for (int i = 0; i < rank; i++) {
        order[i] = rank - 1 - i;
      }
    }
    Shapes.axes(order, rank);
    if (order.length != rank) {
      throw new ModelException("perm " + Arrays.toString(order) + " must name every axis");
    }
    return permuted(node, shape, order, null);
  }

  /** Reorders the axes of a shape that the input has, or can be seen in. */
  private static Step permuted(NodePlan node, int[] seen, long[] order, int[] out) {
    int[] strides = Shapes.strides(seen);
    int[] walked = new int[seen.length];
    int[] steps = new int[seen.length];
    for (int i = 0; i < seen.length; i++) {
      int axis = Shapes.axis(order[i], seen.length);
      walked[i] = seen[axis];
      steps[i] = strides[axis];
    }
    return copy(node, walked, steps, 0, out == null ? walked : out);
  }

  private static Step slice(NodePlan node) {
    int[] shape = node.shape(0);
    boolean old = node.opset() < 10;
    long[] starts = old ? node.attributes().integers("starts") : node.elements(1).longs();
    long[] ends = old ? node.attributes().integers("ends") : node.elements(2).longs();
    long[] axes = Shapes.parameter(node, "axes", 3);
    long[] steps = node.has(4) ? node.elements(4).longs() : null;
    if (starts == null
        || ends == null
        || starts.length != ends.length
        || axes != null && axes.length != starts.length
        || steps != null && steps.length != starts.length) {
      throw new ModelException("starts, ends, axes and steps must be of one length");
    }
    if (axes != null) {
      Shapes.axes(axes, shape.length);
    }
    int[] out = shape.clone();
    int[] strides = Shapes.strides(shape);
    int begin = 0;
    for (int i = 0; i < starts.length; i++) {
      int axis = Shapes.axis(axes == null ? i : axes[i], shape.length);
      long step = steps == null ? 1 : steps[i];
      long start = limit(starts[i], shape[axis], step, 0);
      long end = limit(ends[i], shape[axis], step, -1);
      if (step == 0) {
        throw new ModelException("a step of 0 never ends");
      }
      long room = step > 0 ? end - start : start - end;
      long size = Math.abs(Math.max(step, -Integer.MAX_VALUE)); // a single step leaves any axis
      out[axis] = room <= 0 || shape[axis] == 0 ? 0 : (int) ((room - 1) / size + 1);
      begin += out[axis] == 0 ? 0 : (int) start * strides[axis];
      strides[axis] = out[axis] <= 1 ? 0 : (int) (strides[axis] * step);
    }
    return copy(node, out, strides, begin, out);
  }

  /** A start or end brought into the axis: from {@code lowest} on where the step is negative. */
  private static long limit(long at, int length, long step, int lowest) {
    long place = at < 0 ? Math.max(at, Integer.MIN_VALUE) + length : at;
    return step > 0
        ? Math.max(0, Math.min(place, length))
        : Math.max(lowest, Math.min(place, length - 1));
  }

  private static Step expand(NodePlan node) {
    int[] shape = node.shape(0);
    long[] wanted = node.elements(1).longs();
    int[] lengths = new int[wanted.length];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = Shapes.length(wanted[i]);
    }
    int[] out = Shapes.broadcast(shape, lengths);
    return copy(node, out, Shapes.broadcastStrides(shape, out), 0, out);
  }

  private static Step tile(NodePlan node) {
    int[] shape = node.shape(0);
    long[] repeats = node.elements(1).longs();
    if (repeats.length != shape.length) {
      throw new ModelException(
          "repeats " + Arrays.toString(repeats) + " must have one number for each axis");
    }
    int[] own = Shapes.strides(shape);
    int[] out = new int[shape.length];
    int[] walked = new int[2 * shape.length];
    int[] strides = new int[2 * shape.length];
    for (int i = 0; i < shape.length; i++) {
      walked[2 * i] = Shapes.length(repeats[i]);
      walked[2 * i + 1] = shape[i];
      strides[2 * i + 1] = own[i];
      out[i] = Math.multiplyExact(walked[2 * i], shape[i]);
    }
    NdArray.size(out);
    return copy(node, walked, strides, 0, out);
  }

  private static int block(NodePlan node) {
    int[] shape = node.shape(0);
    int block = Shapes.length(node.attributes().integer("blocksize", 0));
    if (shape.length != 4 || block < 1) {
      throw new ModelException("expected (N, C, H, W) and a blocksize of at least 1");
    }
    return block;
  }

  private static Step depthToSpace(NodePlan node) {
    int[] s = node.shape(0);
    int b = block(node);
    if (s[1] % Math.multiplyExact(b, b) != 0) {
      throw new ModelException("the channels cannot be divided into blocks of " + b + " by " + b);
    }
    int channels = s[1] / (b * b);
    int[] out = {s[0], channels, s[2] * b, s[3] * b};
    return node.attributes().string("mode", "DCR").equals("DCR")
        ? permuted(
            node, new int[] {s[0], b, b, channels, s[2], s[3]}, new long[] {0, 3, 4, 1, 5, 2}, out)
        : permuted(
            node, new int[] {s[0], channels, b, b, s[2], s[3]}, new long[] {0, 1, 4, 2, 5, 3}, out);
  }

  private static Step spaceToDepth(NodePlan node) {
    int[] s = node.shape(0);
    int b = block(node);
    if (s[2] % b != 0 || s[3] % b != 0) {
      throw new ModelException("height and width cannot be divided into blocks of " + b);
    }
    int[] out = {s[0], Math.multiplyExact(s[1], b * b), s[2] / b, s[3] / b};
    long[] order =
        node.attributes().string("mode", "DCR").equals("DCR")
            ? new long[] {0, 3, 5, 1, 2, 4}
            : new long[] {0, 1, 3, 5, 2, 4};
    return permuted(node, new int[] {s[0], s[1], s[2] / b, b, s[3] / b, b}, order, out);
  }
}
