package dev.rot180.kernels;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs independent parts of a task on the calling thread and on threads of an executor.
 *
 * <p>The caller always takes part and never waits for a helper that has not begun, so an executor
 * that is busy, or runs tasks on the calling thread, costs speed and nothing else. How a task is
 * cut never changes a bit of its result.
 */
public final class Parallel {
  /** The calling thread alone. */
  public static final Parallel ONE = new Parallel(Runnable::run, 1);

  private final Executor executor;
  private final int threads;

  /**
   * Uses an executor.
   *
   * @param executor runs the helpers
   * @param threads how many threads work at a time, the caller included
   */
  public Parallel(Executor executor, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
    this.executor = executor;
    this.threads = threads;
  }

  /** A task that falls into independent parts. */
  public interface Task {
    /**
     * Does one part.
     *
     * @param part its number
     */
    void run(int part);
  }

  /**
   * How many threads work at a time.
   *
   * @return at least 1
   */
  public int threads() {
    return threads;
  }

  /**
   * Runs every part once and returns when all are done.
   *
   * @param parts how many there are
   * @param task does them, from several threads at a time
   */
  public void run(int parts, Task task) {
    int helpers = Math.min(threads, parts) - 1;
    if (helpers <= 0) {
      for (int part = 0; part < parts; part++) {
        task.run(part);
      }
      return;
    }
    Round round = new Round(parts, task, Thread.currentThread());
    for (int i = 0; i < helpers; i++) {
      executor.execute(round);
    }
    round.run();
    round.await();
  }

  /** One call of {@link Parallel#run}: parts are taken from a counter by whoever is free. */
  private static final class Round implements Runnable {
    private final int parts;
    private final Task task;
    private final Thread caller;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private volatile Throwable failure;

    Round(int parts, Task task, Thread caller) {
      this.parts = parts;
      this.task = task;
      this.caller = caller;
    }

    @Override
    public void run() {
      for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
        try {
          if (failure == null) {
            task.run(part);
          }
        } catch (RuntimeException | Error thrown) {
          failure = thrown;
        } finally {
          if (done.incrementAndGet() == parts) {
            LockSupport.unpark(caller);
          }
        }
      }
    }

    void await() {
      while (done.get() < parts) {
        LockSupport.park(this);
      }
      Throwable thrown = failure;
      if (thrown instanceof Error) {
        throw (Error) thrown;
      }
      if (thrown != null) {
        throw (RuntimeException) thrown;
      }
    }
  }
}
