package dev.rot180.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A whole process: {@code ENGINE FILE CALLS} loads a network, predicts some times and prints the
 * largest memory the process ever had, in KiB. With one call, its duration is the time from the
 * start of a JVM to the first prediction.
 */
public final class OneProcess {
  private OneProcess() {}

  public static void main(String[] arguments) throws Exception {
    try (Engine engine = Engine.load(arguments[0], Path.of(arguments[1]), 1)) {
      float[] image = Images.noise(engine.imageSize());
      for (int call = 0; call < Integer.parseInt(arguments[2]); call++) {
        engine.predict(image);
      }
      System.out.println(peakMemory());
    }
  }

  /** As Linux counts it: heap, code and native memory that were in RAM at one time. */
  private static long peakMemory() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("/proc/self/status has no VmHWM");
  }
}
