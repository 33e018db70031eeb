package dev.rot180.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a command in another JVM like this one, with the Vector API. */
final class ChildJvm {
  static final String VECTOR_FLAG = "--add-modules jdk.incubator.vector";

  private ChildJvm() {}

  /** What another JVM printed. */
  static final class Result {
    private final boolean succeeded;
    private final String output;

    private Result(boolean succeeded, String output) {
      this.succeeded = succeeded;
      this.output = output;
    }

    boolean succeeded() {
      return succeeded;
    }

    /** Its last line. */
    String output() {
      return output;
    }
  }

  static Result run(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(VECTOR_FLAG.split(" ")));
    command.addAll(List.of("-cp", classes(), Main.class.getName()));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      byte[] output = process.getInputStream().readAllBytes();
      String[] lines = new String(output, StandardCharsets.UTF_8).trim().split("\\R");
      return new Result(process.waitFor() == 0, lines[lines.length - 1]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Result(false, "interrupted");
    }
  }

  /** The jar or folder that this class comes from. */
  private static String classes() {
    try {
      return Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
