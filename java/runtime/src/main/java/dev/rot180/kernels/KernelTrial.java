package dev.rot180.kernels;

import java.util.Arrays;
import java.util.Locale;

/** Compares the bits and the time of two kernels on a few small tasks. */
public final class KernelTrial {
  /** How long each of the two is run before it is timed, so that the compiler has seen it. */
  private static final long WARM_NANOS = 700_000_000L;

  private static final int ROUNDS = 40;

  private final Kernels plain;
  private final Kernels other;
  private final boolean sameBits;
  private double plainSpeed;
  private double otherSpeed;

  /**
   * Runs the trial, which takes a second or two.
   *
   * @param plain the kernels to compare with
   * @param other the kernels on trial
   */
  public KernelTrial(Kernels plain, Kernels other) {
    this.plain = plain;
    this.other = other;
    sameBits = compare();
    if (sameBits) {
      plainSpeed = speed(plain);
      otherSpeed = speed(other);
    }
  }

  /**
   * Whether the other kernels are to be used.
   *
   * @return true if they give the same bits and are faster
   */
  public boolean isBetter() {
    return sameBits && otherSpeed > plainSpeed;
  }

  /**
   * What came out, for people.
   *
   * @return one line
   */
  public String verdict() {
    return sameBits
        ? String.format(
            Locale.ROOT,
            "same bits; measured %s %.1f, %s %.1f GFLOP/s",
            other.name(),
            otherSpeed,
            plain.name(),
            plainSpeed)
        : other.name() + " gives other bits than " + plain.name();
  }

  /**
   * Multiply-adds of a convolution in a second, counted twice.
   *
   * @param kernels what to measure
   * @return 1e9 operations in a second, on one thread
   */
  public static double speed(Kernels kernels) {
    Task task = new Task(32, 32, 30, 3, 1);
    long end = System.nanoTime() + WARM_NANOS;
    while (System.nanoTime() < end) {
      task.run(kernels);
    }
    long best = Long.MAX_VALUE;
    for (int i = 0; i < ROUNDS; i++) {
      long start = System.nanoTime();
      task.run(kernels);
      best = Math.min(best, System.nanoTime() - start);
    }
    return 2.0 * task.shape.work() / best;
  }

  /** Every inner loop once, on numbers that break careless code. */
  private boolean compare() {
    Task[] tasks = {
      new Task(3, 20, 19, 3, 1), new Task(17, 5, 9, 2, 2), new Task(8, 40, 3, 3, 1),
      new Task(2, 130, 1, 1, 1), new Task(5, 33, 13, 1, 1)
    };
    for (Task task : tasks) {
      float[] expected = task.run(plain).clone();
      if (!equal(expected, task.run(other))) {
        return false;
      }
    }
    return true;
  }

  private static boolean equal(float[] a, float[] b) {
    for (int i = 0; i < a.length; i++) {
      if (Float.floatToIntBits(a[i]) != Float.floatToIntBits(b[i])) {
        return false;
      }
    }
    return true;
  }

  /** A convolution with its numbers. */
  private static final class Task {
    final ConvShape shape;
    private final float[] input;
    private final Packed filters;
    private final float[] output;

    Task(int channels, int filters, int size, int kernel, int stride) {
      Axis axis = Axis.convolved(size, kernel, stride, kernel / 2, kernel / 2, 1);
      shape = new ConvShape(1, channels, filters, 1, Axis.NONE, axis, axis);
      input = numbers(shape.channels * shape.inPlane(), 1.0f);
      this.filters =
          Packed.filters(
              shape, numbers(shape.filters * shape.steps(), 0.1f), 0, numbers(filters, 1.0f), 0);
      output = new float[shape.filters * shape.outPlane()];
    }

    float[] run(Kernels kernels) {
      Arrays.fill(output, Float.NaN);
      kernels.conv(shape, input, 0, filters, output, 0, Parallel.ONE);
      return output;
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
          result[i] *= 0x1p-140f;
        }
      }
      return result;
    }
  }
}
