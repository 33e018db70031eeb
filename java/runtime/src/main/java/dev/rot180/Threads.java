package dev.rot180;

import dev.rot180.kernels.Parallel;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads of our own, for callers who give no executor: daemons that end when idle. */
final class Threads {
  private static final long IDLE_SECONDS = 5;
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private Threads() {}

  static Parallel parallel(int threads) {
    if (threads == 1) {
      return Parallel.ONE;
    }
    if (threads < 1) {
      throw new ModelException("expected at least 1 thread, got " + threads);
    }
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads - 1,
            threads - 1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "rot180-" + NUMBER.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return new Parallel(pool, threads);
  }
}
