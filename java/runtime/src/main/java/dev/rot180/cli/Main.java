package dev.rot180.cli;

import dev.rot180.ModelException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** The entry point of {@code java -jar rot180-runtime.jar}. */
public final class Main {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private static final String HELP =
      String.join(
          System.lineSeparator(),
          "Runs ONNX models in plain Java, with the same bits on every machine.",
          "",
          "usage: java -jar rot180-runtime.jar COMMAND ...",
          "",
          "  predict MODEL.onnx --input NAME=IN.npy --output-dir OUT",
          "                       compute the outputs, a file OUT/NAME.npy for each",
          "  info MODEL.onnx      inputs, outputs, nodes and metadata",
          "  verify MODEL.onnx    replay the recorded samples beside the model; bits must be equal",
          "  doctor               what this JVM and this machine offer, and what would be faster",
          "",
          "COMMAND --help says more. Exit status: 0 done, 1 failed, 2 wrong usage.");

  private Main() {}

  /**
   * Runs a command and ends the JVM with its exit status.
   *
   * @param arguments the command and its arguments
   */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    if (arguments.length == 0 || Arrays.asList("--help", "-h", "help").contains(arguments[0])) {
      System.out.println(HELP);
      return arguments.length == 0 ? USAGE : OK;
    }
    List<String> rest = Arrays.asList(arguments).subList(1, arguments.length);
    try {
      Command command = command(arguments[0]);
      if (rest.contains("--help") || rest.contains("-h")) {
        System.out.println(command.help());
        return OK;
      }
      return command.run(rest) ? OK : FAILED;
    } catch (UsageException e) {
      System.err.println("error: " + e.getMessage());
      System.err.println("Try: java -jar rot180-runtime.jar --help");
      return USAGE;
    } catch (ModelException e) {
      System.err.println("error: " + e.getMessage());
      return FAILED;
    } catch (IOException e) {
      System.err.println("error: cannot read or write " + e.getMessage());
      return FAILED;
    }
  }

  private static Command command(String name) {
    switch (name) {
      case "predict":
        return new PredictCommand();
      case "info":
        return new InfoCommand();
      case "verify":
        return new VerifyCommand();
      case "doctor":
        return new DoctorCommand();
      default:
        throw new UsageException(
            "there is no command '" + name + "'; expected predict, info, verify or doctor");
    }
  }
}
