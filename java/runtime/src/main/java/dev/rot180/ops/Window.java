package dev.rot180.ops;

import dev.rot180.Limits;
import dev.rot180.ModelException;
import dev.rot180.kernels.Axis;
import java.util.Arrays;

/** How a filter or pooling window slides over the spatial axes: ONNX's shared attributes, read. */
final class Window {
  private static final int MOST_AXES = 3;

  private final int[] in;
  private final int[] kernel;
  private final int[] strides;
  private final int[] dilations;

  /** Padding before and after; settled for auto_pad. */
  private final int[] begins;

  private final int[] ends;

  private Window(int[] in, int[] kernel, int[] strides, int[] dilations) {
    this.in = in;
    this.kernel = kernel;
    this.strides = strides;
    this.dilations = dilations;
    this.begins = new int[in.length];
    this.ends = new int[in.length];
  }

  /**
   * Reads the attributes of Conv or a pool.
   *
   * @param spatial lengths of the input's spatial axes
   * @param filter lengths of the filter's, or null where the attribute kernel_shape must say
   */
  static Window of(NodePlan node, int[] spatial, int[] filter) {
    Window window = withoutPads(node, spatial, filter);
    String auto = node.attributes().string("auto_pad", "NOTSET");
    for (int i = 0; i < spatial.length && auto.startsWith("SAME"); i++) {
      long outputs = (spatial[i] + (long) window.strides[i] - 1) / window.strides[i];
      long total = (outputs - 1) * window.strides[i] + window.extent(i) - spatial[i];
      window.split(i, Math.max(total, 0), auto);
    }
    if (auto.equals("NOTSET") || auto.isEmpty()) {
      window.readPads(node);
    }
    return window;
  }

  /** Reads the attributes of ConvTranspose, whose pads crop the output. */
  static Window ofTransposed(NodePlan node, int[] spatial, int[] filter, int[] outputPadding) {
    Window window = withoutPads(node, spatial, filter);
    String auto = node.attributes().string("auto_pad", "NOTSET");
    long[] wanted = node.attributes().integers("output_shape");
    if (wanted == null && (auto.equals("NOTSET") || auto.isEmpty())) {
      window.readPads(node);
      return window;
    }
    for (int i = 0; i < spatial.length && !auto.equals("VALID"); i++) {
      long full = window.fullLength(i) + outputPadding[i];
      long length =
          wanted != null
              ? wanted[wanted.length - spatial.length + i]
              : (long) spatial[i] * window.strides[i];
      // Without auto_pad the larger half comes first, as with SAME_LOWER.
      window.split(i, full - length, auto.equals("SAME_UPPER") ? auto : "SAME_LOWER");
    }
    return window;
  }

  private static Window withoutPads(NodePlan node, int[] spatial, int[] filter) {
    int axes = spatial.length;
    if (axes < 1 || axes > MOST_AXES) {
      throw new ModelException("expected 1 to 3 spatial axes, got " + axes);
    }
    int[] kernel = positive(node, "kernel_shape", axes, filter);
    if (filter != null && !Arrays.equals(filter, kernel)) {
      throw new ModelException(
          "kernel_shape is "
              + Arrays.toString(kernel)
              + ", but the filters are "
              + Arrays.toString(filter));
    }
    int[] ones = new int[axes];
    Arrays.fill(ones, 1);
    return new Window(
        spatial,
        kernel,
        positive(node, "strides", axes, ones),
        positive(node, "dilations", axes, ones));
  }

  private static int[] positive(NodePlan node, String name, int axes, int[] absent) {
    long[] values = node.attributes().integers(name);
    if (values == null && absent == null) {
      throw new ModelException("attribute '" + name + "' is missing");
    }
    int[] result = values == null ? absent : new int[values.length];
    for (int i = 0; values != null && i < values.length; i++) {
      result[i] = Math.toIntExact(values[i]);
    }
    for (int value : result) {
      if (value < 1 || value > Limits.WINDOW || result.length != axes) {
        throw new ModelException(
            name
                + " "
                + Arrays.toString(result)
                + " must be "
                + axes
                + " numbers from 1 to Limits.WINDOW = "
                + Limits.WINDOW);
      }
    }
    return result;
  }

  private void readPads(NodePlan node) {
    long[] pads = node.attributes().integers("pads");
    if (pads == null) {
      return;
    }
    if (pads.length != 2 * in.length) {
      throw new ModelException(
          "pads "
              + Arrays.toString(pads)
              + " must have "
              + 2 * in.length
              + " numbers: all begins, all ends");
    }
    for (int i = 0; i < in.length; i++) {
      begins[i] = pad(pads[i]);
      ends[i] = pad(pads[i + in.length]);
    }
  }

  private void split(int axis, long total, String auto) {
    long half = Math.floorDiv(total, 2L);
    begins[axis] = pad(auto.equals("SAME_LOWER") ? total - half : half);
    ends[axis] = pad(total - begins[axis]);
  }

  private static int pad(long pad) {
    if (Math.abs(pad) > Limits.WINDOW) {
      throw new ModelException(
          "padding of " + pad + " is more than Limits.WINDOW = " + Limits.WINDOW);
    }
    return (int) pad;
  }

  /** Positions that the dilated window spans. */
  private long extent(int axis) {
    return (kernel[axis] - 1L) * dilations[axis] + 1;
  }

  /** Length of a transposed convolution's output before cropping. */
  private long fullLength(int axis) {
    return (in[axis] - 1L) * strides[axis] + extent(axis);
  }

  /** Room for the window's first element: how far it may slide, negative if it does not fit. */
  private long room(int axis) {
    return (long) in[axis] + begins[axis] + ends[axis] - extent(axis);
  }

  /** The convolution's axes. */
  Axis[] convolved() {
    int[] lengths = new int[in.length];
    for (int i = 0; i < in.length; i++) {
      if (room(i) < 0) {
        throw new ModelException(
            "the filter spans "
                + extent(i)
                + " on spatial axis "
                + i
                + ", the padded input only "
                + (room(i) + extent(i)));
      }
      lengths[i] = Math.toIntExact(room(i) / strides[i] + 1);
    }
    return withLengths(lengths);
  }

  /** The axes of a transposed convolution. */
  Axis[] transposed(int[] outputPadding) {
    int[] lengths = new int[in.length];
    for (int i = 0; i < in.length; i++) {
      long length = fullLength(i) + outputPadding[i] - begins[i] - ends[i];
      if (length < 1) {
        throw new ModelException("pads leave nothing of spatial axis " + i);
      }
      lengths[i] = Math.toIntExact(length);
    }
    return withLengths(lengths);
  }

  /** A pool's axes. With ceil, no window begins in the padding after the input. */
  Axis[] pooled(boolean ceil) {
    int[] lengths = new int[in.length];
    for (int i = 0; i < in.length; i++) {
      long room = room(i);
      long steps = Math.floorDiv(ceil ? room + strides[i] - 1 : room, (long) strides[i]);
      if (ceil && steps * strides[i] >= (long) in[i] + begins[i]) {
        steps--;
      }
      if (room < 0) {
        throw new ModelException(
            "the window spans "
                + extent(i)
                + " on spatial axis "
                + i
                + ", the padded input only "
                + (room + extent(i)));
      }
      lengths[i] = Math.toIntExact(steps + 1);
    }
    return withLengths(lengths);
  }

  private Axis[] withLengths(int[] out) {
    Axis[] result = new Axis[in.length];
    for (int i = 0; i < in.length; i++) {
      result[i] = new Axis(in[i], out[i], kernel[i], strides[i], begins[i], ends[i], dilations[i]);
    }
    return result;
  }

  /** Of one to three axes the one at a place among three; the missing ones are the first. */
  static Axis ofThree(Axis[] axes, int place) {
    int at = place - (MOST_AXES - axes.length);
    return at < 0 ? Axis.NONE : axes[at];
  }
}
