package dev.rot180.ops;

import dev.rot180.DataType;
import dev.rot180.ModelException;
import dev.rot180.kernels.Fma;
import dev.rot180.onnx.Attributes;

/** One axis that is resized: where each output lies on the input, and what it is made of. */
final class ResizeAxis {
  final int axis;
  final int size;
  final int length;
  private final double scale;
  private final double start;
  private final double end;

  /**
   * Describes an axis.
   *
   * @param axis its place
   * @param size its length before
   * @param length its length after
   * @param scale by how much it grows
   * @param start where the region of interest begins, 0 for the whole axis
   * @param end where it ends, 1 for the whole axis
   */
  ResizeAxis(int axis, int size, int length, double scale, double start, double end) {
    this.axis = axis;
    this.size = size;
    this.length = length;
    this.scale = scale;
    this.start = start;
    this.end = end;
  }

  /** How coordinates are transformed and rounded: the same for all axes. */
  static final class Rule {
    private final String transformation;
    private final String nearest;
    private final float cubic;
    private final boolean excludeOutside;
    private final boolean antialias;
    final float extrapolation;

    private Rule(Attributes attributes, String transformation, String nearest) {
      this.transformation = transformation;
      this.nearest = nearest;
      this.cubic = attributes.real("cubic_coeff_a", -0.75f);
      this.excludeOutside = attributes.flag("exclude_outside", false);
      this.antialias = attributes.flag("antialias", false);
      this.extrapolation = attributes.real("extrapolation_value", 0f);
    }

    boolean isCropped() {
      return transformation.equals("tf_crop_and_resize");
    }
  }

  /** Upsample, and Resize before operator set 11, divide coordinates by the scale. */
  static Rule rule(NodePlan node) {
    Attributes attributes = node.attributes();
    boolean old = node.operator().equals("Upsample") || node.opset() < 11;
    return old
        ? new Rule(attributes, "asymmetric", "floor")
        : new Rule(
            attributes,
            attributes.string("coordinate_transformation_mode", "half_pixel"),
            attributes.string("nearest_mode", "round_prefer_floor"));
  }

  /** Where an output lies on the input's axis. */
  private double position(int k, Rule rule) {
    switch (rule.transformation) {
      case "asymmetric":
        return k / scale;
      case "half_pixel":
        return (k + 0.5) / scale - 0.5;
      case "pytorch_half_pixel":
        return length > 1 ? (k + 0.5) / scale - 0.5 : 0.0;
      case "half_pixel_symmetric":
        double adjustment = length / (scale * size);
        return size / 2.0 * (1 - adjustment) + (k + 0.5) / scale - 0.5;
      case "align_corners":
        return length > 1 ? (double) k * (size - 1) / (length - 1) : 0.0;
      case "tf_crop_and_resize":
        if (length > 1) {
          double step = (end - start) * (size - 1) / (length - 1);
          return start * (size - 1) + k * step;
        }
        return 0.5 * (start + end) * (size - 1);
      default:
        throw new ModelException(
            "coordinate_transformation_mode '" + rule.transformation + "' is not known");
    }
  }

  /** Which outputs lie outside the input and are filled; null if none can be. */
  boolean[] outside(Rule rule) {
    if (!rule.isCropped()) {
      return null;
    }
    boolean[] outside = new boolean[length];
    for (int k = 0; k < length; k++) {
      double position = position(k, rule);
      outside[k] = position < 0 || position > size - 1;
    }
    return outside;
  }

  /** The input place nearest to each output. */
  int[] nearest(Rule rule) {
    int[] places = new int[length];
    for (int k = 0; k < length; k++) {
      places[k] = clamp(rounded(position(k, rule), rule.nearest));
    }
    return places;
  }

  private static double rounded(double position, String nearest) {
    switch (nearest) {
      case "round_prefer_floor":
        return Math.ceil(position - 0.5);
      case "round_prefer_ceil":
        return Math.floor(position + 0.5);
      case "floor":
        return Math.floor(position);
      case "ceil":
        return Math.ceil(position);
      default:
        throw new ModelException("nearest_mode '" + nearest + "' is not known");
    }
  }

  private int clamp(double place) {
    return (int) Math.max(0, Math.min(place, size - 1));
  }

  /** Which inputs make each output, and with what weights. */
  Taps taps(Rule rule, String mode, DataType type) {
    if (!mode.equals("linear") && !mode.equals("cubic")) {
      throw new ModelException("resize mode '" + mode + "' is not one of nearest, linear, cubic");
    }
    int reach = mode.equals("linear") ? 1 : 2;
    // Against aliasing, the weights are stretched by how much the axis shrinks.
    double shrink = rule.antialias ? Math.min(scale, 1.0) : 1.0;
    int before = (int) Math.floor(-reach / shrink) + 1;
    int count = 2 - 2 * before;
    Taps taps = new Taps(count, Math.multiplyExact(length, count));
    for (int k = 0; k < length; k++) {
      double position = position(k, rule);
      double base = Math.floor(position);
      double[] weights = new double[count];
      for (int i = 0; i < count; i++) {
        double distance = Math.abs((before + i - (position - base)) * shrink);
        double place = base + before + i;
        boolean outside = place < 0 || place >= size;
        weights[i] = reach == 1 ? Math.max(0.0, 1.0 - distance) : cubic(distance, rule.cubic);
        weights[i] = outside && rule.excludeOutside ? 0.0 : weights[i];
        taps.places[k * count + i] = clamp(place);
      }
      if (rule.excludeOutside || shrink < 1.0) {
        divideBySum(weights);
      }
      for (int i = 0; i < count; i++) {
        boolean single = type == DataType.FLOAT32;
        taps.weights[k * count + i] = single ? (float) weights[i] : weights[i];
      }
    }
    return taps;
  }

  private static void divideBySum(double[] weights) {
    double total = weights[0];
    for (int i = 1; i < weights.length; i++) {
      total += weights[i];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= total;
    }
  }

  private static double cubic(double d, double a) {
    if (d <= 1) {
      return ((a + 2) * d - (a + 3)) * d * d + 1;
    }
    return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0.0;
  }

  /** The chain w0 x0, then fma(w, x, sum) for the other taps. */
  static final class Taps {
    private final int count;
    private final int[] places;
    private final double[] weights;

    private Taps(int count, int size) {
      this.count = count;
      this.places = new int[size];
      this.weights = new double[size];
    }

    void run(int k, Object from, int source, Object to, int target, int inner) {
      for (int i = 0; i < inner; i++) {
        if (from instanceof float[]) {
          ((float[]) to)[target + i] = chain((float[]) from, source + i, k, inner);
        } else {
          ((double[]) to)[target + i] = chain((double[]) from, source + i, k, inner);
        }
      }
    }

    private float chain(float[] x, int at, int k, int inner) {
      float sum = x[at + places[k * count] * inner] * (float) weights[k * count];
      for (int i = k * count + 1; i < (k + 1) * count; i++) {
        sum = Fma.fma((float) weights[i], x[at + places[i] * inner], sum);
      }
      return sum;
    }

    private double chain(double[] x, int at, int k, int inner) {
      double sum = x[at + places[k * count] * inner] * weights[k * count];
      for (int i = k * count + 1; i < (k + 1) * count; i++) {
        sum = Math.fma(weights[i], x[at + places[i] * inner], sum);
      }
      return sum;
    }
  }
}
