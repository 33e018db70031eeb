package dev.rot180.exec;

import dev.rot180.ModelException;
import dev.rot180.kernels.KernelChoice;
import dev.rot180.kernels.Kernels;
import dev.rot180.kernels.Parallel;

/** What computes: kernels and threads. Immutable; the bits do not depend on it. */
public final class Engine {
  /** The calling thread alone, the kernels chosen by the machine. */
  public static final Engine DEFAULT = new Engine(null, Parallel.ONE);

  /** For what is computed ahead: always at hand, and quick to start. */
  static final Engine PLAIN = new Engine(Kernels.plain(), Parallel.ONE);

  /** Null for those that {@link KernelChoice} finds best at the time of the call. */
  private final Kernels kernels;

  private final Parallel parallel;

  private Engine(Kernels kernels, Parallel parallel) {
    this.kernels = kernels;
    this.parallel = parallel;
  }

  /**
   * The same with other kernels.
   *
   * @throws ModelException if this machine has none of that name
   */
  public Engine withKernels(String name) {
    try {
      return new Engine(name.equals("auto") ? null : KernelChoice.named(name), parallel);
    } catch (IllegalArgumentException e) {
      throw new ModelException(e.getMessage(), e);
    }
  }

  public Engine withParallel(Parallel other) {
    return new Engine(kernels, other);
  }

  /** The kernels for the next call. */
  public Kernels kernels() {
    return kernels == null ? KernelChoice.current() : kernels;
  }

  public Parallel parallel() {
    return parallel;
  }
}
