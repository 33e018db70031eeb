package dev.rot180.ops;

import dev.rot180.kernels.Hyperbolic;
import dev.rot180.kernels.Trigonometry;

/** Trigonometric and hyperbolic functions and their inverses; {@link Elementwise} has Tanh. */
final class Circular implements Operator {
  @Override
  public Step plan(NodePlan node) {
    switch (node.operator()) {
      case "Sin":
        return Maps.function(node, Trigonometry::sin, Trigonometry::sin);
      case "Cos":
        return Maps.function(node, Trigonometry::cos, Trigonometry::cos);
      case "Tan":
        return Maps.function(node, Trigonometry::tan, Trigonometry::tan);
      case "Asin":
        return Maps.function(node, Trigonometry::asin, Trigonometry::asin);
      case "Acos":
        return Maps.function(node, Trigonometry::acos, Trigonometry::acos);
      case "Atan":
        return Maps.function(node, Trigonometry::atan, Trigonometry::atan);
      case "Sinh":
        return Maps.function(node, Hyperbolic::sinh, Hyperbolic::sinh);
      case "Cosh":
        return Maps.function(node, Hyperbolic::cosh, Hyperbolic::cosh);
      case "Asinh":
        return Maps.function(node, Hyperbolic::asinh, Hyperbolic::asinh);
      case "Acosh":
        return Maps.function(node, Hyperbolic::acosh, Hyperbolic::acosh);
      default:
        return Maps.function(node, Hyperbolic::atanh, Hyperbolic::atanh);
    }
  }
}
