package dev.rot180.ops;

import dev.rot180.DataType;
import dev.rot180.kernels.DoubleMath;
import dev.rot180.kernels.FloatMath;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/** Steps that compute each output element from an element of each of two broadcast inputs. */
final class Pairs {
  private final Walk walk;
  private final int[] out;
  private final int a;
  private final int b;

  Pairs(NodePlan node) {
    this.out = Shapes.broadcast(node.shape(0), node.shape(1));
    this.walk =
        new Walk(
            out,
            Shapes.broadcastStrides(node.shape(0), out),
            Shapes.broadcastStrides(node.shape(1), out));
    this.a = node.input(0);
    this.b = node.input(1);
  }

  /** A loop over one row: elements of a and b at a begin and a step each, of y side by side. */
  interface FloatRow {
    void run(float[] a, int ai, int as, float[] b, int bi, int bs, float[] y, int yi, int count);
  }

  /** Tells something of two numbers. */
  interface DoubleTest {
    boolean test(double a, double b);
  }

  /** Tells something of two integers. */
  interface LongTest {
    boolean test(long a, long b);
  }

  /** A formula on float32, widened and rounded once. */
  static FloatRow rounded(DoubleBinaryOperator formula) {
    return (a, ai, as, b, bi, bs, y, yi, count) -> {
      for (int i = 0; i < count; i++) {
        y[yi + i] = (float) formula.applyAsDouble(a[ai + i * as], b[bi + i * bs]);
      }
    };
  }

  Step floats(NodePlan node, FloatRow loop) {
    int y = node.output(0, DataType.FLOAT32, out);
    return frame -> {
      float[] from = frame.floats(a);
      float[] with = frame.floats(b);
      float[] to = frame.floats(y);
      int count = walk.count();
      for (int row = 0; row < walk.rows(); row++) {
        loop.run(
            from,
            walk.offset(0, row),
            walk.stride(0),
            with,
            walk.offset(1, row),
            walk.stride(1),
            to,
            row * count,
            count);
      }
    };
  }

  Step doubles(NodePlan node, DoubleBinaryOperator formula) {
    int y = node.output(0, DataType.FLOAT64, out);
    return each(
        (frame, at, i, j) ->
            frame.doubles(y)[at] = formula.applyAsDouble(frame.doubles(a)[i], frame.doubles(b)[j]));
  }

  Step longs(NodePlan node, LongBinaryOperator formula) {
    int y = node.output(0, DataType.INT64, out);
    return each(
        (frame, at, i, j) ->
            frame.longs(y)[at] = formula.applyAsLong(frame.longs(a)[i], frame.longs(b)[j]));
  }

  /** On int32: the low half of the formula's result. */
  Step ints(NodePlan node, LongBinaryOperator formula) {
    int y = node.output(0, DataType.INT32, out);
    return each(
        (frame, at, i, j) ->
            frame.ints(y)[at] = (int) formula.applyAsLong(frame.ints(a)[i], frame.ints(b)[j]));
  }

  Step tests(NodePlan node, DoubleTest numbers, LongTest integers) {
    int y = node.output(0, DataType.BOOL, out);
    switch (node.type(0)) {
      case FLOAT32:
        return each(
            (frame, at, i, j) ->
                frame.booleans(y)[at] = numbers.test(frame.floats(a)[i], frame.floats(b)[j]));
      case FLOAT64:
        return each(
            (frame, at, i, j) ->
                frame.booleans(y)[at] = numbers.test(frame.doubles(a)[i], frame.doubles(b)[j]));
      case INT64:
        return each(
            (frame, at, i, j) ->
                frame.booleans(y)[at] = integers.test(frame.longs(a)[i], frame.longs(b)[j]));
      case INT32:
        return each(
            (frame, at, i, j) ->
                frame.booleans(y)[at] = integers.test(frame.ints(a)[i], frame.ints(b)[j]));
      default:
        return each(
            (frame, at, i, j) ->
                frame.booleans(y)[at] =
                    integers.test(frame.booleans(a)[i] ? 1 : 0, frame.booleans(b)[j] ? 1 : 0));
    }
  }

  /**
   * Powers of bases and exponents of different types: the exponent becomes the base's type,
   * integers go through binary64.
   */
  Step mixedPow(NodePlan node) {
    DataType type = node.type(0);
    int y = node.output(0, type, out);
    return each(
        (frame, at, i, j) -> {
          double base = get(frame.array(a), i);
          double exponent = get(frame.array(b), j);
          switch (type) {
            case FLOAT32:
              frame.floats(y)[at] = FloatMath.pow((float) base, (float) exponent);
              break;
            case FLOAT64:
              frame.doubles(y)[at] = DoubleMath.pow(base, exponent);
              break;
            case INT64:
              frame.longs(y)[at] = (long) DoubleMath.pow(base, exponent);
              break;
            default:
              frame.ints(y)[at] = (int) DoubleMath.pow(base, exponent);
          }
        });
  }

  private static double get(Object array, int i) {
    if (array instanceof float[]) {
      return ((float[]) array)[i];
    }
    if (array instanceof double[]) {
      return ((double[]) array)[i];
    }
    return array instanceof long[] ? ((long[]) array)[i] : ((int[]) array)[i];
  }

  /** The work on one output element, from element i of a and j of b. */
  private interface Element {
    void compute(Frame frame, int at, int i, int j);
  }

  private Step each(Element element) {
    return frame -> {
      int at = 0;
      for (int row = 0; row < walk.rows(); row++) {
        int i = walk.offset(0, row);
        int j = walk.offset(1, row);
        for (int k = 0; k < walk.count(); k++) {
          element.compute(frame, at++, i, j);
          i += walk.stride(0);
          j += walk.stride(1);
        }
      }
    };
  }
}
