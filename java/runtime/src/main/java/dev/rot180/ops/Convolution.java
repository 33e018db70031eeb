package dev.rot180.ops;

import dev.rot180.DataType;
import dev.rot180.ModelException;
import dev.rot180.kernels.Axis;
import dev.rot180.kernels.ConvShape;
import dev.rot180.kernels.Packed;
import dev.rot180.onnx.NdArray;
import java.util.Arrays;

/** Conv and ConvTranspose in one, two and three dimensions. */
final class Convolution implements Operator {
  @Override
  public Step plan(NodePlan node) {
    int[] x = node.shape(0);
    int[] w = node.shape(1);
    if (x.length != w.length || x.length < 3) {
      throw new ModelException("input and filters must be of one rank, 3 to 5");
    }
    Shapes.requireFloats(node, 0);
    if (node.type(1) != node.type(0) || node.has(2) && node.type(2) != node.type(0)) {
      throw new ModelException("input, filters and bias must be of one type");
    }
    boolean transposed = node.operator().equals("ConvTranspose");
    int group = Shapes.length(node.attributes().integer("group", 1));
    int channels = transposed ? w[0] : Math.multiplyExact(w[1], group);
    int filters = transposed ? Math.multiplyExact(w[1], group) : w[0];
    if (group < 1 || x[1] != channels || channels % group != 0 || filters % group != 0) {
      throw new ModelException(
          "the input has "
              + x[1]
              + " channels; these filters with group="
              + group
              + " want "
              + channels
              + (x[x.length - 1] == channels
                  ? ". The input looks like NHWC, ONNX wants NCHW"
                  : ""));
    }
    checkBias(node, filters);
    int[] spatial = Arrays.copyOfRange(x, 2, x.length);
    int[] kernel = Arrays.copyOfRange(w, 2, w.length);
    Axis[] axes =
        transposed
            ? transposed(node, spatial, kernel)
            : Window.of(node, spatial, kernel).convolved();
    ConvShape shape =
        new ConvShape(
            x[0],
            channels,
            filters,
            group,
            Window.ofThree(axes, 0),
            Window.ofThree(axes, 1),
            Window.ofThree(axes, 2));
    int[] out = x.clone();
    out[1] = filters;
    for (int i = 0; i < axes.length; i++) {
      out[i + 2] = axes[i].out;
    }
    Shapes.limitWork(NdArray.size(out), shape.steps());
    if (NdArray.size(out) == 0) {
      node.output(0, node.type(0), out);
      return frame -> {};
    }
    if (NdArray.size(x) == 0) {
      throw new ModelException("the input is empty, the output would not be");
    }
    if (node.type(0) == DataType.FLOAT64) {
      return doubles(node, shape, out, transposed);
    }
    return transposed ? transposedFloats(node, shape, out) : floats(node, shape, out);
  }

  private static void checkBias(NodePlan node, int filters) {
    if (node.has(2) && !Arrays.equals(node.shape(2), new int[] {filters})) {
      throw new ModelException("the bias must have " + filters + " values, one for each filter");
    }
  }

  private static Axis[] transposed(NodePlan node, int[] spatial, int[] kernel) {
    int[] padding = new int[spatial.length];
    long[] given = node.attributes().integers("output_padding");
    for (int i = 0; given != null && i < padding.length; i++) {
      padding[i] = Shapes.length(given[i]);
    }
    return Window.ofTransposed(node, spatial, kernel, padding).transposed(padding);
  }

  private static Step floats(NodePlan node, ConvShape shape, int[] out) {
    int x = node.input(0);
    boolean fixed = node.constant(1) != null && (!node.has(2) || node.constant(2) != null);
    float[] limits = fixed ? node.takeLimits() : null;
    int y = node.output(0, DataType.FLOAT32, out);
    if (fixed) {
      int[] from = node.has(2) ? new int[] {1, 2} : new int[] {1};
      Packed filters =
          node.prepared(
              () ->
                  Packed.filters(
                      shape, node.constant(1)::read, node.has(2) ? node.constant(2)::read : null),
              from);
      Packed packed = limits == null ? filters : filters.limitedTo(limits[0], limits[1]);
      return frame ->
          frame
              .kernels()
              .conv(shape, frame.floats(x), 0, packed, frame.floats(y), 0, frame.parallel());
    }
    int w = node.input(1);
    int bias = node.has(2) ? node.input(2) : -1;
    return frame -> {
      float[] start = bias < 0 ? null : frame.floats(bias);
      Packed packed = Packed.filters(shape, frame.floats(w), 0, start, 0);
      frame.kernels().conv(shape, frame.floats(x), 0, packed, frame.floats(y), 0, frame.parallel());
    };
  }

  private static Step transposedFloats(NodePlan node, ConvShape shape, int[] out) {
    int x = node.input(0);
    int w = node.input(1);
    int bias = node.has(2) ? node.input(2) : -1;
    int y = node.output(0, DataType.FLOAT32, out);
    return frame ->
        frame
            .kernels()
            .convTranspose(
                shape,
                frame.floats(x),
                0,
                frame.floats(w),
                0,
                bias < 0 ? null : frame.floats(bias),
                frame.floats(y),
                0,
                frame.parallel());
  }

  private static Step doubles(NodePlan node, ConvShape shape, int[] out, boolean transposed) {
    int x = node.input(0);
    int w = node.input(1);
    int bias = node.has(2) ? node.input(2) : -1;
    int y = node.output(0, DataType.FLOAT64, out);
    return frame -> {
      double[] start = bias < 0 ? null : frame.doubles(bias);
      if (transposed) {
        DoubleChains.convTranspose(
            shape, frame.doubles(x), frame.doubles(w), start, frame.doubles(y));
      } else {
        DoubleChains.conv(shape, frame.doubles(x), frame.doubles(w), start, frame.doubles(y));
      }
    };
  }
}
