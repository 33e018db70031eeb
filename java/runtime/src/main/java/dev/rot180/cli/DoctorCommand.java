package dev.rot180.cli;

import dev.rot180.kernels.Fma;
import dev.rot180.kernels.KernelChoice;
import dev.rot180.kernels.KernelTrial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Shows what the JVM and the machine offer. */
final class DoctorCommand implements Command {
  private static final List<String> KERNELS =
      List.of("plain", "vector128", "vector256", "vector512");

  /** Below this, a change is not worth a flag. */
  private static final double WORTHWHILE = 1.1;

  @Override
  public String help() {
    return String.join(
        System.lineSeparator(),
        "Shows the JVM, how fast each kind of kernels is here, which are chosen and why, and the",
        "flag that would be faster. Takes some seconds for each kind, in a JVM of its own.",
        "",
        "usage: java -jar rot180-runtime.jar doctor [--measure KERNELS]",
        "",
        "  --measure KERNELS  print only the GFLOP/s of these kernels in this JVM");
  }

  @Override
  public boolean run(List<String> arguments) {
    Options options = new Options(arguments, "--measure");
    String only = options.value("--measure", "");
    if (!options.positional().isEmpty()) {
      throw new UsageException("doctor takes no " + options.positional());
    }
    if (!only.isEmpty()) {
      double speed = KernelTrial.speed(KernelChoice.named(only));
      System.out.println(String.format(Locale.ROOT, "%.1f", speed));
      return true;
    }
    line(
        "JVM",
        System.getProperty("java.vm.name")
            + " "
            + System.getProperty("java.vm.version")
            + " on "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch"));
    Runtime runtime = Runtime.getRuntime();
    line(
        "limits",
        runtime.availableProcessors() + " processors, " + (runtime.maxMemory() >> 20) + " MB heap");
    line("fma", Fma.FAST ? "in hardware" : "none: emulated exactly, ten times slower");
    Map<String, Double> speeds = measure();
    String chosen = KernelChoice.named("auto").name();
    line("chosen", chosen + ": " + KernelChoice.reason());
    line("advice", advice(chosen, speeds));
    return true;
  }

  /** Measures each kind of kernels in a JVM of its own, as one has only one width of vectors. */
  private static Map<String, Double> measure() {
    Map<String, Double> speeds = new LinkedHashMap<>();
    for (String kernels : KERNELS) {
      ChildJvm.Result result = ChildJvm.run("doctor", "--measure", kernels);
      if (result.succeeded()) {
        speeds.put(kernels, Double.valueOf(result.output()));
        line("kernels", kernels + " " + result.output() + " GFLOP/s, one thread");
      } else {
        line("kernels", kernels + " cannot be had here: " + result.output());
      }
    }
    return speeds;
  }

  private static String advice(String chosen, Map<String, Double> speeds) {
    String fastest = chosen;
    for (String kernels : speeds.keySet()) {
      if (speeds.get(kernels) > WORTHWHILE * speeds.getOrDefault(fastest, 0.0)) {
        fastest = kernels;
      }
    }
    if (fastest.equals(chosen)) {
      return "nothing to do";
    }
    double factor = speeds.get(fastest) / speeds.getOrDefault(chosen, speeds.get(fastest));
    String flags =
        KernelChoice.isModuleThere()
            ? "-D" + KernelChoice.PROPERTY + "=" + fastest
            : ChildJvm.VECTOR_FLAG;
    return String.format(
        Locale.ROOT, "java %s ... would be %.1f times as fast (%s)", flags, factor, fastest);
  }

  private static void line(String head, String text) {
    System.out.println(String.format("%-8s %s", head, text));
  }
}
