package dev.rot180.ops;

import dev.rot180.DataType;
import dev.rot180.ModelException;
import dev.rot180.kernels.DoubleMath;
import dev.rot180.kernels.FloatMath;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/** Arithmetic on two broadcast inputs, and PRelu. */
final class Binary implements Operator {
  @Override
  public Step plan(NodePlan node) {
    if (node.operator().equals("Pow")) {
      return pow(node);
    }
    if (node.type(0) != node.type(1)) {
      throw new ModelException("both inputs must be of one type");
    }
    switch (node.operator()) {
      case "Add":
        return plan(node, Binary::add, (a, b) -> a + b, (a, b) -> a + b);
      case "Sub":
        return plan(node, Binary::sub, (a, b) -> a - b, (a, b) -> a - b);
      case "Mul":
        return plan(node, Binary::mul, (a, b) -> a * b, (a, b) -> a * b);
      case "Div":
        return plan(node, Binary::div, (a, b) -> a / b, Binary::quotient);
      default:
        return prelu(node);
    }
  }

  private static Step plan(
      NodePlan node,
      Pairs.FloatRow floats,
      DoubleBinaryOperator doubles,
      LongBinaryOperator longs) {
    Pairs pairs = new Pairs(node);
    switch (node.type(0)) {
      case FLOAT32:
        return pairs.floats(node, floats);
      case FLOAT64:
        return pairs.doubles(node, doubles);
      case INT64:
        return pairs.longs(node, longs);
      case INT32:
        return pairs.ints(node, longs);
      default:
        throw new ModelException("expected numbers, got bool");
    }
  }

  private static long quotient(long a, long b) {
    if (b == 0) {
      throw new ModelException("integer division by zero");
    }
    return a / b;
  }

  private static Step prelu(NodePlan node) {
    Shapes.requireFloats(node, 0);
    Pairs pairs = new Pairs(node);
    DoubleBinaryOperator formula = (x, slope) -> x < 0 ? slope * x : x;
    return node.type(0) == DataType.FLOAT32
        ? pairs.floats(node, Pairs.rounded(formula))
        : pairs.doubles(node, formula);
  }

  /** The result has the type of the base; integers go through binary64. */
  private static Step pow(NodePlan node) {
    Shapes.requireNumbers(node, 0);
    Shapes.requireNumbers(node, 1);
    Pairs pairs = new Pairs(node);
    DataType type = node.type(0);
    if (type == DataType.FLOAT32 && node.type(1) == DataType.FLOAT32) {
      return pairs.floats(node, Binary::pow);
    }
    if (type == DataType.FLOAT64 && node.type(1) == DataType.FLOAT64) {
      return pairs.doubles(node, DoubleMath::pow);
    }
    return pairs.mixedPow(node);
  }

  private static void add(
      float[] a, int ai, int as, float[] b, int bi, int bs, float[] y, int yi, int count) {
    if (as == 1 && bs == 1) {
      for (int i = 0; i < count; i++) {
        y[yi + i] = a[ai + i] + b[bi + i];
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      y[yi + i] = a[ai + i * as] + b[bi + i * bs];
    }
  }

  private static void sub(
      float[] a, int ai, int as, float[] b, int bi, int bs, float[] y, int yi, int count) {
    for (int i = 0; i < count; i++) {
      y[yi + i] = a[ai + i * as] - b[bi + i * bs];
    }
  }

  private static void mul(
      float[] a, int ai, int as, float[] b, int bi, int bs, float[] y, int yi, int count) {
    if (as == 1 && bs == 1) {
      for (int i = 0; i < count; i++) {
        y[yi + i] = a[ai + i] * b[bi + i];
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      y[yi + i] = a[ai + i * as] * b[bi + i * bs];
    }
  }

  private static void div(
      float[] a, int ai, int as, float[] b, int bi, int bs, float[] y, int yi, int count) {
    for (int i = 0; i < count; i++) {
      y[yi + i] = a[ai + i * as] / b[bi + i * bs];
    }
  }

  private static void pow(
      float[] a, int ai, int as, float[] b, int bi, int bs, float[] y, int yi, int count) {
    for (int i = 0; i < count; i++) {
      y[yi + i] = FloatMath.pow(a[ai + i * as], b[bi + i * bs]);
    }
  }
}
