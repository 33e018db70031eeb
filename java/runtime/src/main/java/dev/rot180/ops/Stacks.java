package dev.rot180.ops;

import dev.rot180.DataType;
import dev.rot180.ModelException;
import dev.rot180.kernels.Packed;
import dev.rot180.onnx.NdArray;
import java.util.Arrays;

/** MatMul: products of stacks of matrices, with NumPy's rules for vectors. */
final class Stacks {
  private Stacks() {}

  static Step plan(NodePlan node) {
    int[] a = node.shape(0);
    int[] b = node.shape(1);
    if (a.length == 0 || b.length == 0) {
      throw new ModelException("MatMul does not take scalars");
    }
    int[] left = a.length == 1 ? new int[] {1, a[0]} : a;
    int[] right = b.length == 1 ? new int[] {b[0], 1} : b;
    int steps = left[left.length - 1];
    int columns = right[right.length - 1];
    if (steps != right[right.length - 2]) {
      throw new ModelException(
          "the matrices do not fit: "
              + steps
              + " columns against "
              + right[right.length - 2]
              + " rows");
    }
    int[] leftStack = Arrays.copyOf(left, left.length - 2);
    int[] rightStack = Arrays.copyOf(right, right.length - 2);
    int[] stack = Shapes.broadcast(leftStack, rightStack);
    int[] out = outShape(a, b, stack, left[left.length - 2], columns);
    Shapes.limitWork(NdArray.size(out), steps);
    DataType type = node.type(0);
    int x = node.input(0);
    int y = node.output(0, type, out);
    if (rightStack.length == 0 && type == DataType.FLOAT32) {
      // One right matrix: the rows of the whole stack are the rows of one product.
      return one(node, NdArray.size(left) / Math.max(1, steps), steps, columns, x, y);
    }
    int w = node.input(1);
    Product product = product(type, left[left.length - 2], steps, columns);
    Walk walk =
        new Walk(
            stack,
            Shapes.broadcastStrides(leftStack, stack),
            Shapes.broadcastStrides(rightStack, stack));
    int leftSize = left[left.length - 2] * steps;
    int rightSize = steps * columns;
    int size = left[left.length - 2] * columns;
    return frame -> {
      for (int row = 0; row < walk.rows(); row++) {
        for (int i = 0; i < walk.count(); i++) {
          int from = (walk.offset(0, row) + i * walk.stride(0)) * leftSize;
          int with = (walk.offset(1, row) + i * walk.stride(1)) * rightSize;
          int to = (row * walk.count() + i) * size;
          product.run(frame, x, from, w, with, y, to);
        }
      }
    };
  }

  private static int[] outShape(int[] a, int[] b, int[] stack, int rows, int columns) {
    int[] out = Arrays.copyOf(stack, stack.length + 2);
    int rank = stack.length;
    if (a.length > 1) {
      out[rank++] = rows;
    }
    if (b.length > 1) {
      out[rank++] = columns;
    }
    return Arrays.copyOf(out, rank);
  }

  private static Step one(NodePlan node, int rows, int steps, int columns, int x, int y) {
    Packed fixed = MatrixProduct.packed(node, steps, columns, false, 1f);
    int w = fixed != null ? -1 : node.input(1);
    return frame -> {
      Packed packed =
          fixed != null ? fixed : Packed.matrix(steps, columns, frame.floats(w), 0, false, 1f);
      float[] to = frame.floats(y);
      Arrays.fill(to, 0, rows * columns, 0f);
      if (steps > 0 && rows * columns > 0) {
        frame.kernels().gemm(rows, frame.floats(x), 0, packed, to, 0, frame.parallel());
      }
    };
  }

  /** The product of one pair of matrices of a stack. */
  private interface Product {
    void run(Frame frame, int a, int aAt, int b, int bAt, int y, int yAt);
  }

  private static Product product(DataType type, int rows, int steps, int columns) {
    switch (type) {
      case FLOAT32:
        return (frame, a, aAt, b, bAt, y, yAt) -> {
          Packed packed = Packed.matrix(steps, columns, frame.floats(b), bAt, false, 1f);
          Arrays.fill(frame.floats(y), yAt, yAt + rows * columns, 0f);
          if (steps > 0 && rows * columns > 0) {
            frame
                .kernels()
                .gemm(rows, frame.floats(a), aAt, packed, frame.floats(y), yAt, frame.parallel());
          }
        };
      case FLOAT64:
        return (frame, a, aAt, b, bAt, y, yAt) -> {
          Arrays.fill(frame.doubles(y), yAt, yAt + rows * columns, 0.0);
          DoubleChains.gemm(
              rows,
              steps,
              columns,
              frame.doubles(a),
              aAt,
              frame.doubles(b),
              bAt,
              frame.doubles(y),
              yAt);
        };
      case INT64:
        return (frame, a, aAt, b, bAt, y, yAt) ->
            longs(
                rows,
                steps,
                columns,
                frame.longs(a),
                aAt,
                frame.longs(b),
                bAt,
                frame.longs(y),
                yAt);
      case INT32:
        return (frame, a, aAt, b, bAt, y, yAt) ->
            ints(rows, steps, columns, frame.ints(a), aAt, frame.ints(b), bAt, frame.ints(y), yAt);
      default:
        throw new ModelException("expected numbers, got " + type);
    }
  }

  private static void longs(
      int rows, int steps, int columns, long[] a, int aAt, long[] b, int bAt, long[] y, int yAt) {
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        long sum = 0;
        for (int k = 0; k < steps; k++) {
          sum += a[aAt + r * steps + k] * b[bAt + k * columns + c];
        }
        y[yAt + r * columns + c] = sum;
      }
    }
  }

  private static void ints(
      int rows, int steps, int columns, int[] a, int aAt, int[] b, int bAt, int[] y, int yAt) {
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        int sum = 0;
        for (int k = 0; k < steps; k++) {
          sum += a[aAt + r * steps + k] * b[bAt + k * columns + c];
        }
        y[yAt + r * columns + c] = sum;
      }
    }
  }
}
