package dev.rot180.kernels;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** Compares the bits and the time of two kernels on a few small tasks. */
public final class KernelTrial {
  /** Quick passes over all tasks that tell that the compiler has seen every loop. */
  private static final int QUICK_PASSES = 300;

  /** How long to wait for them. */
  private static final long WARM_NANOS = 4_000_000_000L;

  /** How often that is repeated while the other kernels look slow: the compiler may be busy. */
  private static final int ATTEMPTS = 4;

  /** Faster by less than this is not worth a change, or not compiled yet. */
  private static final double CLEARLY = 1.2;

  private static final int ROUNDS = 40;

  /** A pass over all tasks takes a fifth of this once they are compiled. */
  private static final long SLOW_NANOS = 2_000_000L;

  /** How long the compiler gets after a pass that was slow. */
  private static final long REST_NANOS = 100_000_000L;

  private final Kernels plain;
  private final Kernels other;
  private final boolean sameBits;
  private double plainSpeed;
  private double otherSpeed;

  /**
   * Runs the trial, which takes some seconds.
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
      for (int i = 0; i < ATTEMPTS && otherSpeed < CLEARLY * plainSpeed; i++) {
        otherSpeed = speed(other);
      }
    }
  }

  /**
   * Whether the other kernels are to be used.
   *
   * @return true if they give the same bits and are clearly faster
   */
  public boolean isBetter() {
    return sameBits && otherSpeed >= CLEARLY * plainSpeed;
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
            "same bits; measured %s %.0f, %s %.0f GFLOP/s",
            other.name(),
            otherSpeed,
            plain.name(),
            plainSpeed)
        : other.name() + " gives other bits than " + plain.name();
  }

  /**
   * How fast kernels compute a convolution, after they were run on tasks of every kind.
   *
   * @param kernels what to measure
   * @return multiplications and additions in a nanosecond, on one thread
   */
  public static double speed(Kernels kernels) {
    KernelTask[] tasks = KernelTask.all();
    long end = System.nanoTime() + WARM_NANOS;
    for (int quick = 0; quick < QUICK_PASSES && System.nanoTime() < end; quick++) {
      long start = System.nanoTime();
      for (KernelTask task : tasks) {
        task.run(kernels);
      }
      if (System.nanoTime() - start > SLOW_NANOS) {
        // Vectors that the compiler has not seen are objects on the heap, ten megabytes a pass:
        // running on while it works would only make more of them.
        LockSupport.parkNanos(REST_NANOS);
        quick = 0;
      }
    }
    KernelTask.Conv task = KernelTask.typical();
    long best = Long.MAX_VALUE;
    for (int i = 0; i < ROUNDS; i++) {
      long start = System.nanoTime();
      task.run(kernels);
      best = Math.min(best, System.nanoTime() - start);
    }
    return 2.0 * task.work() / best;
  }

  private boolean compare() {
    for (KernelTask task : KernelTask.all()) {
      float[] actual = task.run(plain);
      float[] expected = actual.clone();
      Arrays.fill(actual, Float.NaN); // what is not computed must not look right
      task.run(other);
      for (int i = 0; i < expected.length; i++) {
        if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(actual[i])) {
          return false;
        }
      }
    }
    return true;
  }
}
