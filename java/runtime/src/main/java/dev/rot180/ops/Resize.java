package dev.rot180.ops;

import dev.rot180.DataType;
import dev.rot180.ModelException;
import dev.rot180.onnx.NdArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Resize and Upsample: one axis after the other, the last one first. */
final class Resize implements Operator {
  @Override
  public Step plan(NodePlan node) {
    String mode = node.attributes().string("mode", "nearest");
    ResizeAxis.Rule rule = ResizeAxis.rule(node);
    List<ResizeAxis> axes = axes(node, rule);
    DataType type = node.type(0);
    if (!mode.equals("nearest") && type != DataType.FLOAT32 && type != DataType.FLOAT64) {
      throw new ModelException("mode " + mode + " is for floats, got " + type);
    }
    int[] shape = node.shape(0);
    if (axes.isEmpty()) {
      node.alias(0, 0, shape);
      return null;
    }
    Step[] passes = new Step[axes.size()];
    int from = node.input(0);
    for (int i = 0; i < passes.length; i++) {
      ResizeAxis axis = axes.get(i);
      int[] out = shape.clone();
      out[axis.axis] = axis.length;
      int to =
          i == passes.length - 1
              ? node.output(0, type, out)
              : node.workspace(type, NdArray.size(out));
      passes[i] = pass(axis, rule, mode, shape, type, from, to);
      from = to;
      shape = out;
    }
    return frame -> {
      for (Step pass : passes) {
        pass.run(frame);
      }
    };
  }

  private static Step pass(
      ResizeAxis axis,
      ResizeAxis.Rule rule,
      String mode,
      int[] shape,
      DataType type,
      int x,
      int y) {
    int outer = Shapes.product(shape, 0, axis.axis);
    int inner = Shapes.product(shape, axis.axis + 1, shape.length);
    boolean[] outside = axis.outside(rule);
    Object fill = NdArray.zeros(type, 1).data();
    if (fill instanceof float[]) {
      ((float[]) fill)[0] = rule.extrapolation;
    } else if (fill instanceof double[]) {
      ((double[]) fill)[0] = rule.extrapolation;
    }
    ResizeAxis.Taps taps = mode.equals("nearest") ? null : axis.taps(rule, mode, type);
    int[] nearest = taps == null ? axis.nearest(rule) : null;
    return frame -> {
      Object from = frame.array(x);
      Object to = frame.array(y);
      for (int block = 0; block < outer; block++) {
        int source = block * axis.size * inner;
        for (int k = 0; k < axis.length; k++) {
          int target = (block * axis.length + k) * inner;
          if (outside != null && outside[k]) {
            Copies.fill(fill, 0, to, target, inner);
          } else if (nearest != null) {
            System.arraycopy(from, source + nearest[k] * inner, to, target, inner);
          } else {
            taps.run(k, from, source, to, target, inner);
          }
        }
      }
    };
  }

  private static List<ResizeAxis> axes(NodePlan node, ResizeAxis.Rule rule) {
    int[] shape = node.shape(0);
    long[] given = node.attributes().integers("axes");
    int[] chosen = new int[given == null ? shape.length : given.length];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = given == null ? i : Shapes.axis(given[i], shape.length);
    }
    if (given != null) {
      Shapes.axes(given, shape.length);
    }
    long[] sizes = sizes(node);
    double[] scales = sizes == null ? scales(node) : null;
    if (sizes == null && scales == null
        || (sizes == null ? scales.length : sizes.length) != chosen.length) {
      throw new ModelException("scales or sizes must have one number for each axis");
    }
    if (sizes != null) {
      scales = new double[chosen.length];
      fit(node, shape, chosen, sizes, scales);
    }
    double[] roi = rule.isCropped() ? reals(node.elements(1)) : null;
    List<ResizeAxis> axes = new ArrayList<>();
    for (int i = chosen.length - 1; i >= 0; i--) {
      int old = shape[chosen[i]];
      double length = sizes == null ? Math.floor(old * scales[i]) : sizes[i];
      if (old < 1 || !(scales[i] > 0) || !(length >= 1) || length > Integer.MAX_VALUE) {
        throw new ModelException(
            "an axis of " + old + " cannot be resized by " + scales[i] + " to " + length);
      }
      double start = roi == null ? 0.0 : roi[i];
      double end = roi == null ? 1.0 : roi[i + chosen.length];
      // An axis that keeps its length at scale one keeps every element as it is.
      if (scales[i] != 1 || length != old || start != 0 || end != 1) {
        axes.add(new ResizeAxis(chosen[i], old, (int) length, scales[i], start, end));
      }
    }
    axes.sort((a, b) -> b.axis - a.axis);
    return axes;
  }

  private static long[] sizes(NodePlan node) {
    boolean has = node.opset() >= 11 && node.has(3) && NdArray.size(node.shape(3)) > 0;
    return has ? node.elements(3).longs() : null;
  }

  private static double[] scales(NodePlan node) {
    int input = node.opset() >= 11 && node.operator().equals("Resize") ? 2 : 1;
    if (node.has(input)) {
      return reals(node.elements(input));
    }
    float[] attribute = node.attributes().reals("scales");
    return attribute == null
        ? null
        : reals(NdArray.of(DataType.FLOAT32, new int[] {attribute.length}, attribute));
  }

  private static double[] reals(NdArray array) {
    double[] values = new double[array.size()];
    Arrays.setAll(values, i -> Scalars.real(array, i));
    return values;
  }

  /** Works out scales from sizes; a policy may change the sizes to keep the aspect ratio. */
  private static void fit(NodePlan node, int[] shape, int[] chosen, long[] sizes, double[] scales) {
    double least = Double.POSITIVE_INFINITY;
    double most = 0.0;
    for (int i = 0; i < chosen.length; i++) {
      scales[i] = (double) sizes[i] / shape[chosen[i]];
      least = Math.min(least, scales[i]);
      most = Math.max(most, scales[i]);
    }
    String policy = node.attributes().string("keep_aspect_ratio_policy", "stretch");
    for (int i = 0; i < chosen.length && !policy.equals("stretch"); i++) {
      scales[i] = policy.equals("not_larger") ? least : most;
      sizes[i] = (long) Math.floor(scales[i] * shape[chosen[i]] + 0.5);
    }
  }
}
