package dev.rot180;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Says what is wrong with an input, and why it probably came about. */
final class InputCheck {
  private InputCheck() {}

  /** Fails unless exactly the model's inputs are given. */
  static void names(List<ValueInfo> expected, Map<String, Tensor> given) {
    for (ValueInfo input : expected) {
      if (given.get(input.name()) == null) {
        throw new ModelException(
            "input '"
                + input.name()
                + "' is missing; expected "
                + input
                + ", got "
                + given.keySet());
      }
    }
    if (given.size() != expected.size()) {
      throw new ModelException(
          "got " + given.size() + " inputs " + given.keySet() + ", the model has " + expected);
    }
  }

  /** Fails unless a tensor has the type and shape of an input. */
  static void suits(ValueInfo input, Tensor tensor) {
    long[] shape = tensor.shape();
    if (tensor.type() != input.type()) {
      throw new ModelException("expected " + input + ", got " + tensor);
    }
    if (input.hasShape() && !fits(input.shape(), shape)) {
      throw new ModelException(
          "expected " + input + ", got " + tensor + cause(input.shape(), shape));
    }
  }

  private static boolean fits(long[] expected, long[] got) {
    boolean fits = expected.length == got.length;
    for (int i = 0; fits && i < got.length; i++) {
      fits = expected[i] < 0 || expected[i] == got[i];
    }
    return fits;
  }

  private static String cause(long[] expected, long[] got) {
    int rank = expected.length;
    if (rank >= 3 && got.length == rank && fits(expected, channelsSecond(got))) {
      return ": this looks like channels last (NHWC), the model wants channels first (NCHW)";
    }
    if (rank == got.length + 1 && fits(Arrays.copyOfRange(expected, 1, rank), got)) {
      return ": the batch axis is missing, put a length of 1 in front";
    }
    if (rank >= 3 && rank == got.length + 1) {
      long[] one = new long[rank];
      one[0] = 1;
      System.arraycopy(got, 0, one, 1, got.length);
      if (fits(expected, channelsSecond(one))) {
        return ": this looks like channels last (HWC) without a batch axis";
      }
    }
    return "";
  }

  private static long[] channelsSecond(long[] shape) {
    long[] moved = shape.clone();
    moved[1] = shape[shape.length - 1];
    System.arraycopy(shape, 1, moved, 2, shape.length - 2);
    return moved;
  }

  /**
   * The shape of a batch given as a flat array.
   *
   * @param input has at most one open axis
   * @return the shape with the open axis worked out
   */
  static int[] batchShape(ValueInfo input, int length) {
    long[] shape = input.shape();
    int open = -1;
    long known = 1;
    for (int i = 0; i < shape.length; i++) {
      if (shape[i] >= 0) {
        known *= shape[i];
      } else if (open >= 0 || !input.hasShape()) {
        open = -2;
      } else {
        open = i;
      }
    }
    if (!input.hasShape() || open == -2) {
      throw new ModelException(
          "predict cannot tell the shape of " + input + " from an array; use run with a Tensor");
    }
    boolean fits = open < 0 ? length == known : known > 0 && length % known == 0 && length > 0;
    if (!fits) {
      throw new ModelException(
          "expected "
              + (open < 0 ? "" : "a multiple of ")
              + known
              + " values for "
              + input
              + ", got "
              + length);
    }
    if (open >= 0) {
      shape[open] = length / known;
    }
    return Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
  }
}
