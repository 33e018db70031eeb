package dev.rot180.ops;

import dev.rot180.DataType;
import dev.rot180.ModelException;
import dev.rot180.kernels.DoubleMath;
import dev.rot180.kernels.FloatMath;

/** Functions of one element without parameters. */
final class Elementwise implements Operator {
  @Override
  public Step plan(NodePlan node) {
    DataType type = node.type(0);
    if (type == DataType.INT64 || type == DataType.INT32) {
      return integers(node, type);
    }
    switch (node.operator()) {
      case "Neg":
        return Maps.formula(node, x -> -x);
      case "Abs":
        return Maps.formula(node, Math::abs);
      case "Sqrt": // rounded twice without harm: binary64 has more than twice the digits
        return Maps.formula(node, Math::sqrt);
      case "Reciprocal":
        return Maps.formula(node, x -> 1.0 / x);
      case "Floor":
        return Maps.formula(node, Math::floor);
      case "Ceil":
        return Maps.formula(node, Math::ceil);
      case "Round":
        return Maps.formula(node, Math::rint);
      case "Sign":
        return Maps.formula(node, Math::signum);
      case "Relu":
        return Maps.formula(node, Elementwise::relu, x -> Math.max(x, 0.0));
      case "Softsign":
        return Maps.formula(node, x -> x / (1.0 + Math.abs(x)));
      case "HardSwish":
        return Maps.formula(node, x -> x * hardSigmoid(x, 1.0f / 6.0f, 0.5));
      case "Mish":
        return Maps.formula(node, x -> x * DoubleMath.tanh(DoubleMath.softplus(x)));
      case "IsNaN":
        return isNaN(node, type);
      default:
        return exact(node);
    }
  }

  @Override
  public float[] limits(NodePlan node) {
    // A chain of products never ends in -0.0, for which a maximum and a limit would differ.
    return node.operator().equals("Relu") ? new float[] {0f, Float.POSITIVE_INFINITY} : null;
  }

  /** The correctly rounded functions. */
  private static Step exact(NodePlan node) {
    switch (node.operator()) {
      case "Exp":
        return Maps.formula(
            node, (kernels, x, y, size) -> kernels.exp(size, x, 0, y, 0), DoubleMath::exp);
      case "Log":
        return Maps.formula(node, (x, y, size) -> FloatMath.log(size, x, 0, y, 0), DoubleMath::log);
      case "Tanh":
        return Maps.formula(
            node, (kernels, x, y, size) -> kernels.tanh(size, x, 0, y, 0), DoubleMath::tanh);
      case "Sigmoid":
        return Maps.formula(
            node, (kernels, x, y, size) -> kernels.sigmoid(size, x, 0, y, 0), DoubleMath::sigmoid);
      case "Softplus":
        return Maps.formula(
            node, (x, y, size) -> FloatMath.softplus(size, x, 0, y, 0), DoubleMath::softplus);
      default:
        return Maps.formula(node, (x, y, size) -> FloatMath.erf(size, x, 0, y, 0), DoubleMath::erf);
    }
  }

  private static void relu(float[] x, float[] y, int size) {
    for (int i = 0; i < size; i++) {
      y[i] = Math.max(x[i], 0f);
    }
  }

  static double hardSigmoid(double x, double alpha, double beta) {
    return Math.max(0.0, Math.min(1.0, alpha * x + beta));
  }

  private static Step isNaN(NodePlan node, DataType type) {
    Shapes.requireFloats(node, 0);
    int size = Shapes.product(node.shape(0), 0, node.shape(0).length);
    int x = node.input(0);
    int y = node.output(0, DataType.BOOL, node.shape(0));
    return frame -> {
      boolean[] to = frame.booleans(y);
      for (int i = 0; i < size; i++) {
        to[i] =
            type == DataType.FLOAT32
                ? Float.isNaN(frame.floats(x)[i])
                : Double.isNaN(frame.doubles(x)[i]);
      }
    };
  }

  private static Step integers(NodePlan node, DataType type) {
    switch (node.operator()) {
      case "Neg":
        return Maps.integers(node, x -> -x);
      case "Abs":
        return Maps.integers(node, Math::abs);
      case "Sign":
        return Maps.integers(node, Long::signum);
      case "Relu":
        return Maps.integers(node, x -> Math.max(x, 0));
      default:
        throw new ModelException("expected float32 or float64, got " + type);
    }
  }
}
