package dev.rot180.cli;

import dev.rot180.kernels.Fma;
import dev.rot180.kernels.KernelChoice;
import dev.rot180.kernels.KernelTrial;
import dev.rot180.kernels.Kernels;
import java.util.List;
import java.util.Locale;

/** Shows what the JVM and the machine offer. */
final class DoctorCommand implements Command {
  @Override
  public String help() {
    return String.join(
        System.lineSeparator(),
        "Shows the JVM, which kernels it has, which are chosen and why, and what would be faster.",
        "",
        "usage: java -jar rot180-runtime.jar doctor");
  }

  @Override
  public boolean run(List<String> arguments) {
    if (!arguments.isEmpty()) {
      throw new UsageException("doctor takes no arguments, got " + arguments);
    }
    line(
        "JVM",
        System.getProperty("java.vm.name") + " " + System.getProperty("java.version") + " on "
            + System.getProperty("os.arch") + ", "
            + Runtime.getRuntime().availableProcessors() + " processors");
    line("FMA", Fma.FAST ? "in hardware" : "emulated: this JVM has none, so everything is slow");
    boolean vectors = KernelChoice.isModuleThere();
    String widest = vectors ? KernelChoice.widest() : "";
    line(
        "lanes",
        vectors
            ? Integer.parseInt(widest.replaceAll("\\D", "")) / Float.SIZE + " floats in a vector"
            : "unknown without the Vector API");
    Kernels chosen = KernelChoice.named("auto");
    line("kernels", chosen.name() + ", because: " + KernelChoice.reason());
    speed("plain");
    if (vectors) {
      speed(widest);
    }
    line("faster", advice(vectors, chosen));
    return true;
  }

  private static void speed(String name) {
    double speed = KernelTrial.speed(KernelChoice.named(name));
    line("speed", String.format(Locale.ROOT, "%s %.0f GFLOP/s on one thread", name, speed));
  }

  private static String advice(boolean vectors, Kernels chosen) {
    if (!Fma.FAST) {
      return "a processor with FMA, and no -XX:-UseFMA";
    }
    if (vectors) {
      return chosen.name().equals("plain")
          ? "nothing known: the vector kernels are no faster here"
          : "nothing known: the fastest kernels are chosen";
    }
    return "java --add-modules jdk.incubator.vector, on any JDK from 17 on";
  }

  private static void line(String what, String text) {
    System.out.printf("%-8s %s%n", what, text);
  }
}
