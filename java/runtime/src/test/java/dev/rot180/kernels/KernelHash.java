package dev.rot180.kernels;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A program that prints one hash over the bits of many results: {@code KERNELS THREADS}. */
final class KernelHash {
  private static final int TASKS = 60;

  private KernelHash() {}

  public static void main(String[] arguments) {
    int threads = Integer.parseInt(arguments[1]);
    ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, threads - 1));
    try {
      Kernels kernels = KernelChoice.named(arguments[0]);
      System.out.println(Long.toHexString(hash(kernels, new Parallel(pool, threads))));
    } finally {
      pool.shutdown();
    }
  }

  private static long hash(Kernels kernels, Parallel parallel) {
    Problems problems = new Problems(3);
    long hash = functions(kernels);
    for (int i = 0; i < TASKS; i++) {
      ConvShape shape = problems.convolution();
      float[] x = problems.numbers(shape.batch * shape.channels * shape.inPlane());
      float[] bias = problems.numbers(shape.filters);
      float[] filters = problems.numbers(shape.filters * shape.steps());
      float[] y = new float[shape.batch * shape.filters * shape.outPlane()];
      kernels.conv(shape, x, 0, Packed.filters(shape, filters, 0, bias, 0), y, 0, parallel);
      for (float value : y) {
        hash = hash * 31 + Float.floatToIntBits(value);
      }
    }
    return hash;
  }

  /** Every 65,521st float, and one more value than fills any vector. */
  private static long functions(Kernels kernels) {
    float[] x = new float[(1 << 16) + 1];
    for (int i = 0; i < x.length; i++) {
      x[i] = Float.intBitsToFloat(i * 65_521);
    }
    x[1] = -0x1.250c02p-10f; // whose sigmoid is written out
    long hash = 0;
    float[] y = new float[x.length];
    for (int f = 0; f < 3; f++) {
      if (f == 0) {
        kernels.exp(x.length, x, 0, y, 0);
      } else if (f == 1) {
        kernels.tanh(x.length, x, 0, y, 0);
      } else {
        kernels.sigmoid(x.length, x, 0, y, 0);
      }
      for (float value : y) {
        hash = hash * 31 + Float.floatToRawIntBits(value);
      }
    }
    return hash;
  }
}
