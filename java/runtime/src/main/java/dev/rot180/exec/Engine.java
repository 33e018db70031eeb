package dev.rot180.exec;

import dev.rot180.ModelException;
import dev.rot180.kernels.Kernels;
import dev.rot180.kernels.Parallel;
import dev.rot180.kernels.PlainKernels;

/** What computes: kernels and threads. Immutable; the bits do not depend on it. */
public final class Engine {
  /** The calling thread alone, the kernels chosen by the machine. */
  public static final Engine DEFAULT = new Engine("auto", Parallel.ONE);

  /** For what is computed ahead: always at hand, and quick to start. */
  static final Engine PLAIN = new Engine("plain", Parallel.ONE);

  private final String kernels;
  private final Parallel parallel;

  private Engine(String kernels, Parallel parallel) {
    this.kernels = kernels;
    this.parallel = parallel;
  }

  /**
   * The same with other kernels.
   *
   * @throws ModelException if this machine has none of that name
   */
  public Engine withKernels(String name) {
    return new Engine(name, parallel);
  }

  public Engine withParallel(Parallel other) {
    return new Engine(kernels, other);
  }

  /** The kernels for the next call. */
  public Kernels kernels() {
    return new PlainKernels();
  }

  public Parallel parallel() {
    return parallel;
  }
}
