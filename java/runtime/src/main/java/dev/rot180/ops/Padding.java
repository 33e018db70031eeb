package dev.rot180.ops;

import dev.rot180.DataType;
import dev.rot180.ModelException;
import dev.rot180.onnx.NdArray;
import java.util.Arrays;

/** Pad: puts elements around an array, or takes some off (negative pads). */
final class Padding implements Operator {
  private static final int FILL = -1;

  @Override
  public Step plan(NodePlan node) {
    int[] shape = node.shape(0);
    long[] pads = node.opset() < 11 ? node.attributes().integers("pads") : node.elements(1).longs();
    long[] axes = node.has(3) ? node.elements(3).longs() : null;
    String mode = node.attributes().string("mode", "constant");
    int chosen = axes == null ? shape.length : axes.length;
    if (pads == null || pads.length != 2 * chosen) {
      throw new ModelException(
          "pads " + Arrays.toString(pads) + " must have " + 2 * chosen + " numbers");
    }
    int[] out = shape.clone();
    int[][] places = new int[shape.length][];
    for (int axis = 0; axis < shape.length; axis++) {
      places[axis] = places("constant", shape[axis], 0, 0);
    }
    for (int i = 0; i < chosen; i++) {
      int axis = axes == null ? i : Shapes.axis(axes[i], shape.length);
      places[axis] = places(mode, shape[axis], pads[i], pads[i + chosen]);
      out[axis] = places[axis].length;
    }
    DataType type = node.type(0);
    if (node.has(2) && (node.type(2) != type || NdArray.size(node.shape(2)) != 1)) {
      throw new ModelException("the value must be a single one of the input's type");
    }
    int x = node.input(0);
    int fill = node.has(2) ? node.input(2) : FILL;
    int y = node.output(0, type, out);
    Object absent = NdArray.zeros(type, 1).data();
    if (absent instanceof float[]) {
      ((float[]) absent)[0] = node.attributes().real("value", 0f);
    } else if (absent instanceof double[]) {
      ((double[]) absent)[0] = node.attributes().real("value", 0f);
    }
    Taking taking = new Taking(shape, out, places);
    return frame ->
        taking.run(frame.array(x), fill == FILL ? absent : frame.array(fill), frame.array(y));
  }

  /** For each place of an output axis the input's place, or {@link #FILL}. */
  private static int[] places(String mode, int length, long before, long after) {
    long size = length + before + after;
    if (size < 0 || size > Integer.MAX_VALUE - 8 || before < -length || after < -length) {
      throw new ModelException("pads " + before + " and " + after + " on an axis of " + length);
    }
    NdArray.size(new int[] {(int) size});
    int cropped = (int) Math.max(-before, 0);
    int kept = (int) (length - cropped - Math.max(-after, 0));
    int[] places = new int[(int) size];
    for (int i = 0; i < places.length; i++) {
      long at = i - Math.max(before, 0);
      boolean inside = at >= 0 && at < kept;
      long place = inside ? at : outside(mode, at, kept);
      places[i] = place == FILL ? FILL : cropped + (int) place;
    }
    return places;
  }

  private static long outside(String mode, long at, int kept) {
    if (mode.equals("constant")) {
      return FILL;
    }
    if (kept < 1) {
      throw new ModelException("there is nothing to repeat on an axis of length 0");
    }
    switch (mode) {
      case "edge":
        return at < 0 ? 0 : kept - 1;
      case "reflect":
        long period = Math.max(1, 2L * (kept - 1));
        long place = Math.floorMod(at, period);
        return Math.min(place, period - place);
      case "wrap":
        return Math.floorMod(at, (long) kept);
      default:
        throw new ModelException(
            "pad mode '" + mode + "' is not one of constant, edge, reflect, wrap");
    }
  }
}
