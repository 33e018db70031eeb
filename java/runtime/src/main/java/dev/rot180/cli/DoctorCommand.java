package dev.rot180.cli;

import java.util.List;

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
    System.out.println(
        "JVM      "
            + System.getProperty("java.vm.name")
            + " "
            + System.getProperty("java.version")
            + " on "
            + System.getProperty("os.arch"));
    return true;
  }
}
