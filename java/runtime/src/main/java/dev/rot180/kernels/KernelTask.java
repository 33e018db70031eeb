package dev.rot180.kernels;

/** Small tasks that together pass through every inner loop of the kernels. */
abstract class KernelTask {
  /** Computes the result, always into the same array. */
  abstract float[] run(Kernels kernels);

  /** The convolution that speed is told by: 3x3, 32 channels to 32. */
  static Conv typical() {
    return new Conv(32, 32, 1, 30, 3, 1);
  }

  static KernelTask[] all() {
    return new KernelTask[] {
      new Conv(3, 16, 1, 30, 3, 1), // rows of wide tiles
      new Conv(3, 20, 1, 19, 3, 2), // strides, filters that fill no block
      new Conv(16, 40, 1, 4, 3, 1), // a map smaller than a vector: along the filters
      new Conv(24, 130, 1, 1, 1, 1),
      new Conv(32, 33, 1, 13, 1, 1), // read in place
      new Conv(8, 8, 8, 20, 3, 1), // depthwise
      new Conv(8, 8, 8, 20, 3, 2),
      new Product(1, 64, 140),
      new Product(17, 64, 40),
      new Pool(8, 20, 2),
      new Functions(500)
    };
  }

  /** Pseudo-random numbers around 0, with signed zeros and subnormal numbers among them. */
  private static float[] numbers(int count, float scale) {
    float[] result = new float[count];
    int state = 180 + count;
    for (int i = 0; i < count; i++) {
      state = state * 1_664_525 + 1_013_904_223;
      int kind = state >>> 27;
      result[i] = kind == 0 ? -0.0f : (state >> 8) * 0x1p-23f * scale;
      if (kind == 1) {
        result[i] *= 0x1p-120f;
      }
    }
    return result;
  }

  /** A convolution. */
  static final class Conv extends KernelTask {
    private final ConvShape shape;
    private final float[] input;
    private final Packed filters;
    private final float[] output;

    Conv(int channels, int filters, int group, int size, int kernel, int stride) {
      Axis axis = Axis.convolved(size, kernel, stride, kernel / 2, kernel / 2, 1);
      shape = new ConvShape(1, channels, filters, group, Axis.NONE, axis, axis);
      input = numbers(channels * shape.inPlane(), 1.0f);
      float[] weights = numbers(filters * shape.steps(), 0.1f);
      this.filters = Packed.filters(shape, weights, 0, numbers(filters, 1.0f), 0);
      output = new float[filters * shape.outPlane()];
    }

    long work() {
      return shape.work();
    }

    @Override
    float[] run(Kernels kernels) {
      kernels.conv(shape, input, 0, filters, output, 0, Parallel.ONE);
      return output;
    }
  }

  /** A matrix product. */
  private static final class Product extends KernelTask {
    private final int rows;
    private final float[] left;
    private final Packed right;
    private final float[] start;
    private final float[] output;

    Product(int rows, int steps, int columns) {
      this.rows = rows;
      left = numbers(rows * steps, 1.0f);
      right = Packed.matrix(steps, columns, numbers(steps * columns, 0.1f), 0, false, 1.0f);
      start = numbers(rows * columns, 1.0f);
      output = new float[start.length];
    }

    @Override
    float[] run(Kernels kernels) {
      System.arraycopy(start, 0, output, 0, start.length);
      kernels.gemm(rows, left, 0, right, output, 0, Parallel.ONE);
      return output;
    }
  }

  /** A maximum and a mean over the same windows, one after the other. */
  private static final class Pool extends KernelTask {
    private final PoolShape shape;
    private final float[] input;
    private final float[] output;

    Pool(int planes, int size, int stride) {
      Axis axis = Axis.convolved(size, 3, stride, 1, 1, 1);
      shape = new PoolShape(planes, Axis.NONE, axis, axis);
      input = numbers(planes * shape.inPlane(), 1.0f);
      output = new float[2 * planes * shape.outPlane()];
    }

    @Override
    float[] run(Kernels kernels) {
      kernels.maxPool(shape, input, 0, output, 0, Parallel.ONE);
      kernels.averagePool(shape, false, input, 0, output, output.length / 2, Parallel.ONE);
      return output;
    }
  }

  /** The functions, one after the other. */
  private static final class Functions extends KernelTask {
    private final int count;
    private final float[] input;
    private final float[] output;

    Functions(int count) {
      this.count = count;
      input = numbers(count, 30.0f);
      output = new float[4 * count];
    }

    @Override
    float[] run(Kernels kernels) {
      kernels.exp(count, input, 0, output, 0);
      kernels.tanh(count, input, 0, output, count);
      kernels.sigmoid(count, input, 0, output, 2 * count);
      kernels.clip(count, input, 0, output, 3 * count, 0.0f, 6.0f);
      return output;
    }
  }
}
