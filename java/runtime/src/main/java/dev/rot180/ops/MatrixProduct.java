package dev.rot180.ops;

import dev.rot180.DataType;
import dev.rot180.ModelException;
import dev.rot180.kernels.Packed;
import dev.rot180.onnx.NdArray;
import java.util.Arrays;

/** Gemm and MatMul: products of matrices. */
final class MatrixProduct implements Operator {
  private static final int ABSENT = -1;

  @Override
  public Step plan(NodePlan node) {
    if (node.type(0) != node.type(1)) {
      throw new ModelException("both matrices must be of one type");
    }
    return node.operator().equals("Gemm") ? gemm(node) : Stacks.plan(node);
  }

  private static Step gemm(NodePlan node) {
    int[] a = node.shape(0);
    int[] b = node.shape(1);
    if (a.length != 2 || b.length != 2) {
      throw new ModelException("Gemm wants matrices");
    }
    boolean transA = node.attributes().flag("transA", false);
    boolean transB = node.attributes().flag("transB", false);
    int rows = transA ? a[1] : a[0];
    int steps = transA ? a[0] : a[1];
    int columns = transB ? b[0] : b[1];
    if (steps != (transB ? b[1] : b[0])) {
      throw new ModelException(
          "the matrices do not fit: "
              + steps
              + " columns against "
              + (transB ? b[1] : b[0])
              + " rows");
    }
    float alpha = node.attributes().real("alpha", 1f);
    float beta = node.attributes().real("beta", 1f);
    Shapes.requireFloats(node, 0);
    Shapes.limitWork(NdArray.size(new int[] {rows, columns}), steps);
    DataType type = node.type(0);
    if (node.has(2) && node.type(2) != type) {
      throw new ModelException("A, B and C must be of one type");
    }
    int[] out = {rows, columns};
    if (node.has(2) && !Arrays.equals(Shapes.broadcast(node.shape(2), out), out)) {
      throw new ModelException("C cannot be broadcast to " + Arrays.toString(out));
    }
    Walk walk = node.has(2) ? addendWalk(node.shape(2), out) : null;
    int x = node.input(0);
    int c = node.has(2) ? node.input(2) : ABSENT;
    int y = node.output(0, type, out);
    int turned = transA ? node.workspace(type, rows * steps) : ABSENT;
    if (type == DataType.FLOAT64) {
      int w = node.input(1);
      int right = node.workspace(type, steps * columns);
      return frame -> {
        double[] left = frame.doubles(x);
        if (turned != ABSENT) {
          left = transpose(left, steps, rows, frame.doubles(turned));
        }
        double[] scaled = frame.doubles(right);
        scale(frame.doubles(w), transB, steps, columns, alpha, scaled);
        double[] to = frame.doubles(y);
        start(walk, c == ABSENT ? null : frame.doubles(c), beta, to, rows * columns);
        DoubleChains.gemm(rows, steps, columns, left, 0, scaled, 0, to, 0);
      };
    }
    Packed fixed = packed(node, steps, columns, transB, alpha);
    int w = fixed != null ? ABSENT : node.input(1);
    return frame -> {
      float[] left = frame.floats(x);
      if (turned != ABSENT) {
        left = transpose(left, steps, rows, frame.floats(turned));
      }
      Packed packed =
          fixed != null ? fixed : Packed.matrix(steps, columns, frame.floats(w), 0, transB, alpha);
      float[] to = frame.floats(y);
      start(walk, c == ABSENT ? null : frame.floats(c), beta, to, rows * columns);
      if (steps > 0 && rows * columns > 0) {
        frame.kernels().gemm(rows, left, 0, packed, to, 0, frame.parallel());
      }
    };
  }

  /** The right matrix packed ahead, or null where it changes from call to call. */
  static Packed packed(NodePlan node, int steps, int columns, boolean transposed, float alpha) {
    if (node.constant(1) == null) {
      return null;
    }
    return node.prepared(
        () -> Packed.matrix(steps, columns, node.constant(1)::read, transposed, alpha), 1);
  }

  private static Walk addendWalk(int[] shape, int[] out) {
    return new Walk(out, Shapes.broadcastStrides(shape, out), Shapes.strides(out));
  }

  /** Puts {@code beta * c} at the start of each chain, or zero without c. */
  private static void start(Walk walk, float[] c, float beta, float[] y, int size) {
    if (c == null) {
      Arrays.fill(y, 0, size, 0f);
      return;
    }
    int step = walk.stride(0);
    for (int row = 0; row < walk.rows(); row++) {
      int from = walk.offset(0, row);
      int to = walk.offset(1, row);
      for (int i = 0; i < walk.count(); i++) {
        y[to + i] = beta * c[from + i * step];
      }
    }
  }

  private static void start(Walk walk, double[] c, double beta, double[] y, int size) {
    if (c == null) {
      Arrays.fill(y, 0, size, 0.0);
      return;
    }
    int step = walk.stride(0);
    for (int row = 0; row < walk.rows(); row++) {
      int from = walk.offset(0, row);
      int to = walk.offset(1, row);
      for (int i = 0; i < walk.count(); i++) {
        y[to + i] = beta * c[from + i * step];
      }
    }
  }

  private static float[] transpose(float[] from, int rows, int columns, float[] to) {
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        to[c * rows + r] = from[r * columns + c];
      }
    }
    return to;
  }

  private static double[] transpose(double[] from, int rows, int columns, double[] to) {
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        to[c * rows + r] = from[r * columns + c];
      }
    }
    return to;
  }

  private static void scale(
      double[] b, boolean transposed, int steps, int columns, double alpha, double[] to) {
    for (int k = 0; k < steps; k++) {
      for (int c = 0; c < columns; c++) {
        to[k * columns + c] = alpha * b[transposed ? c * steps + k : k * columns + c];
      }
    }
  }
}
