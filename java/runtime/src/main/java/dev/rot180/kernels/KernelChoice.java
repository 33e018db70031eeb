package dev.rot180.kernels;

import java.lang.reflect.Constructor;
import java.util.Locale;

/**
 * Which kernels a call uses.
 *
 * <p>The plain kernels answer at once; those on vectors are several times faster, but only after
 * the compiler has seen them for a second or so. As both give the same bits, calls start on the
 * plain ones; from the second call on a background thread tries the others, compares their bits and
 * their time, and if both are right every later call uses them.
 *
 * <p>The system property {@code rot180.kernels} forces a choice: {@code plain}, {@code vector128},
 * {@code vector256} or {@code vector512}; {@code auto} is the default.
 */
public final class KernelChoice {
  /** Name of the system property that forces a choice. */
  public static final String PROPERTY = "rot180.kernels";

  private static final String VECTOR = "dev.rot180.kernels.VectorKernels";
  private static final String MODULE = "jdk.incubator.vector";
  private static final Kernels PLAIN = new PlainKernels();

  /** What the vector class is to be as wide as, read once when it is loaded; 0: as it likes. */
  private static volatile int forcedBits;

  private static volatile Kernels chosen;
  private static volatile String reason = "no call yet";
  private static boolean started;

  private KernelChoice() {}

  /**
   * The kernels for a call that begins now.
   *
   * @return plain kernels at first, later the fastest
   * @throws IllegalArgumentException if the system property names kernels that are not there
   */
  public static Kernels current() {
    Kernels kernels = chosen;
    return kernels != null ? kernels : first();
  }

  private static synchronized Kernels first() {
    if (chosen == null) {
      String forced = System.getProperty(PROPERTY, "auto").toLowerCase(Locale.ROOT);
      if (!forced.equals("auto")) {
        chosen = named(forced);
        reason = "-D" + PROPERTY + "=" + forced;
      } else if (!isModuleThere()) {
        chosen = PLAIN;
        reason = "the module " + MODULE + " is not there";
      } else if (!Fma.FAST) {
        chosen = PLAIN;
        reason = "this machine has no fused multiply-add";
      } else if (started) {
        Thread trial = new Thread(KernelChoice::choose, "rot180-kernel-trial");
        trial.setDaemon(true);
        trial.start();
        chosen = PLAIN;
        reason = "the vector kernels are being tried";
      } else {
        started = true; // a program that predicts once is over before a trial is
        reason = "first call";
        return PLAIN;
      }
    }
    return chosen;
  }

  /**
   * Kernels by name, at once.
   *
   * @param name plain, vector128, vector256, vector512, or auto for the fastest
   * @return the kernels
   * @throws IllegalArgumentException if there are none of that name on this JVM, with what to do
   */
  public static Kernels named(String name) {
    switch (name) {
      case "plain":
        return PLAIN;
      case "auto":
        return choose();
      case "vector128":
      case "vector256":
      case "vector512":
        break;
      default:
        throw new IllegalArgumentException(
            "no kernels are called '"
                + name
                + "'; there are plain, vector128, vector256, vector512, and auto");
    }
    if (!isModuleThere()) {
      throw new IllegalArgumentException(
          "kernels '" + name + "' need the Vector API: start java with --add-modules " + MODULE);
    }
    forcedBits = Integer.parseInt(name.substring("vector".length()));
    Kernels kernels = vector();
    if (!kernels.name().equals(name)) {
      throw new IllegalArgumentException(
          "kernels '"
              + name
              + "' can't be had any more: this JVM already runs "
              + kernels.name()
              + "; start another with -D"
              + PROPERTY
              + "="
              + name);
    }
    return kernels;
  }

  /** Tries the vector kernels and settles the choice. */
  private static Kernels choose() {
    Kernels result = PLAIN;
    String why;
    if (!isModuleThere()) {
      why = "the module " + MODULE + " is not there";
    } else {
      try {
        Kernels vector = vector();
        KernelTrial trial = new KernelTrial(PLAIN, vector);
        result = trial.isBetter() ? vector : PLAIN;
        why = trial.verdict();
      } catch (LinkageError | IllegalArgumentException e) {
        why = "the vector kernels can't be loaded: " + e;
      }
    }
    reason = why;
    chosen = result;
    return result;
  }

  /** Why the present kernels were chosen. */
  public static String reason() {
    return reason;
  }

  /** Whether the Vector API can be used by this JVM as it was started. */
  public static boolean isModuleThere() {
    try {
      Class.forName("jdk.incubator.vector.FloatVector", false, KernelChoice.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /**
   * The name of the kernels on the widest vectors of this machine, or of those that run already.
   *
   * @return vector128, vector256 or vector512
   * @throws IllegalArgumentException if this JVM was started without the Vector API
   */
  public static String widest() {
    if (!isModuleThere()) {
      throw new IllegalArgumentException(
          "no vector kernels without the Vector API: start java with --add-modules " + MODULE);
    }
    return vector().name();
  }

  /** The bits that a caller has asked for, or 0. */
  static int forcedBits() {
    return forcedBits;
  }

  /** The one class that is loaded by its name, as without the module it can't be linked. */
  private static Kernels vector() {
    try {
      Constructor<?> constructor = Class.forName(VECTOR).getDeclaredConstructor();
      return (Kernels) constructor.newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("the vector kernels are not in this jar", e);
    }
  }
}
