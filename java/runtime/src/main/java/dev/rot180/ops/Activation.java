package dev.rot180.ops;

import dev.rot180.kernels.DoubleMath;
import dev.rot180.onnx.Attributes;

/** Activations that have parameters. */
final class Activation implements Operator {
  @Override
  public Step plan(NodePlan node) {
    Attributes attributes = node.attributes();
    switch (node.operator()) {
      case "LeakyRelu":
        return leakyRelu(node, attributes.real("alpha", 0.01f));
      case "Elu":
        return elu(node, attributes.real("alpha", 1f));
      case "Selu":
        return selu(
            node,
            attributes.real("alpha", 1.67326319217681884765625f),
            attributes.real("gamma", 1.05070102214813232421875f));
      case "Celu":
        return celu(node, attributes.real("alpha", 1f));
      case "HardSigmoid":
        double slope = attributes.real("alpha", 0.2f);
        double shift = attributes.real("beta", 0.5f);
        return Maps.formula(node, x -> Elementwise.hardSigmoid(x, slope, shift));
      case "ThresholdedRelu":
        double threshold = attributes.real("alpha", 1f);
        return Maps.formula(node, x -> x > threshold ? x : 0.0);
      default:
        return attributes.string("approximate", "none").equals("tanh")
            ? Maps.formula(node, Activation::geluByTanh)
            : Maps.formula(node, x -> 0.5 * x * (1.0 + DoubleMath.erf(x / SQRT_2)));
    }
  }

  private static final double SQRT_2 = Math.sqrt(2.0);
  private static final double SQRT_2_OVER_PI = Math.sqrt(2.0 / Math.PI);

  private static double geluByTanh(double x) {
    return 0.5 * x * (1.0 + DoubleMath.tanh(SQRT_2_OVER_PI * (x + 0.044715 * (x * x * x))));
  }

  private static Step leakyRelu(NodePlan node, double alpha) {
    return Maps.formula(
        node,
        (x, y, size) -> {
          for (int i = 0; i < size; i++) {
            y[i] = x[i] < 0 ? (float) (alpha * x[i]) : x[i];
          }
        },
        x -> x < 0 ? alpha * x : x);
  }

  private static Step elu(NodePlan node, double alpha) {
    return Maps.formula(node, x -> x < 0 ? alpha * (DoubleMath.exp(x) - 1.0) : x);
  }

  private static Step selu(NodePlan node, double alpha, double gamma) {
    return Maps.formula(node, x -> x > 0 ? gamma * x : gamma * (alpha * DoubleMath.exp(x) - alpha));
  }

  private static Step celu(NodePlan node, double alpha) {
    return Maps.formula(
        node, x -> Math.max(0.0, x) + Math.min(0.0, alpha * (DoubleMath.exp(x / alpha) - 1.0)));
  }
}
