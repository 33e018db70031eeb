package dev.rot180.cli;

import dev.rot180.DataType;
import dev.rot180.Tensor;
import java.util.Arrays;

/** How far a computed tensor may be from the recorded one. */
final class Tolerance {
  private final double relative;
  private final double absolute;

  private Tolerance(double relative, double absolute) {
    this.relative = relative;
    this.absolute = absolute;
  }

  /** Reads {@code RTOL,ATOL}; nothing means equal bits. */
  static Tolerance parse(String text) {
    String[] parts = text.split(",");
    try {
      if (text.isEmpty()) {
        return new Tolerance(0, 0);
      }
      if (parts.length == 2) {
        return new Tolerance(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
      }
    } catch (NumberFormatException e) {
      // falls through to the same message
    }
    throw new UsageException("--tolerance wants two numbers RTOL,ATOL, got '" + text + "'");
  }

  /** Says how two tensors differ, or null if they agree. */
  String difference(Tensor recorded, Tensor got) {
    if (recorded.equals(got)) {
      return null;
    }
    if (recorded.type() != got.type() || !Arrays.equals(recorded.shape(), got.shape())) {
      return "expected " + recorded + ", got " + got;
    }
    int differing = 0;
    double largest = 0;
    double[] expected = doubles(recorded);
    double[] actual = doubles(got);
    for (int i = 0; i < expected.length; i++) {
      boolean equal = Double.compare(expected[i], actual[i]) == 0;
      double distance = Math.abs(expected[i] - actual[i]);
      if (equal || distance <= absolute + relative * Math.abs(expected[i]) && relative > 0) {
        continue;
      }
      differing++;
      largest = Math.max(largest, distance);
    }
    return differing == 0
        ? null
        : differing + " of " + expected.length + " values differ, by up to " + largest;
  }

  private static double[] doubles(Tensor tensor) {
    double[] result = new double[tensor.size()];
    if (tensor.type() == DataType.FLOAT64) {
      return tensor.doubles();
    }
    float[] floats = tensor.type() == DataType.FLOAT32 ? tensor.floats() : null;
    long[] longs = tensor.type() == DataType.INT64 ? tensor.longs() : null;
    int[] ints = tensor.type() == DataType.INT32 ? tensor.ints() : null;
    boolean[] booleans = tensor.type() == DataType.BOOL ? tensor.booleans() : null;
    for (int i = 0; i < result.length; i++) {
      if (floats != null) {
        result[i] = floats[i];
      } else if (longs != null) {
        result[i] = longs[i];
      } else if (ints != null) {
        result[i] = ints[i];
      } else {
        result[i] = booleans[i] ? 1 : 0;
      }
    }
    return result;
  }
}
