package dev.rot180.ops;

import dev.rot180.DataType;
import dev.rot180.ModelException;

/** Comparisons and logic on two broadcast inputs, and Not. */
final class Comparison implements Operator {
  @Override
  public Step plan(NodePlan node) {
    if (node.operator().equals("Not")) {
      return not(node);
    }
    if (node.type(0) != node.type(1)) {
      throw new ModelException("both inputs must be of one type");
    }
    Pairs pairs = new Pairs(node);
    switch (node.operator()) {
      case "Equal":
        return pairs.tests(node, (a, b) -> a == b, (a, b) -> a == b);
      case "Greater":
        return pairs.tests(node, (a, b) -> a > b, (a, b) -> a > b);
      case "GreaterOrEqual":
        return pairs.tests(node, (a, b) -> a >= b, (a, b) -> a >= b);
      case "Less":
        return pairs.tests(node, (a, b) -> a < b, (a, b) -> a < b);
      case "LessOrEqual":
        return pairs.tests(node, (a, b) -> a <= b, (a, b) -> a <= b);
      default:
        return logic(node, pairs);
    }
  }

  private static Step logic(NodePlan node, Pairs pairs) {
    if (node.type(0) != DataType.BOOL) {
      throw new ModelException("expected bool, got " + node.type(0));
    }
    switch (node.operator()) {
      case "And":
        return pairs.tests(node, null, (a, b) -> (a & b) != 0);
      case "Or":
        return pairs.tests(node, null, (a, b) -> (a | b) != 0);
      default:
        return pairs.tests(node, null, (a, b) -> a != b);
    }
  }

  private static Step not(NodePlan node) {
    if (node.type(0) != DataType.BOOL) {
      throw new ModelException("expected bool, got " + node.type(0));
    }
    int size = Shapes.product(node.shape(0), 0, node.shape(0).length);
    int x = node.input(0);
    int y = node.output(0, DataType.BOOL, node.shape(0));
    return frame -> {
      boolean[] from = frame.booleans(x);
      boolean[] to = frame.booleans(y);
      for (int i = 0; i < size; i++) {
        to[i] = !from[i];
      }
    };
  }
}
