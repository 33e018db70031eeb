package dev.rot180.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A JVM has one vector width, so every width is tried in a JVM of its own. */
class KernelWidthsTest {
  private static final String MODULE = "--add-modules=jdk.incubator.vector";

  @Test
  void everyWidthGivesTheSameBits() throws Exception {
    String expected = hash("plain", 1);
    assertEquals(expected, hash("plain", 3));
    if (KernelChoice.isModuleThere()) {
      assertEquals(expected, hash("vector128", 1, MODULE));
      assertEquals(expected, hash("vector256", 2, MODULE));
      assertEquals(expected, hash("vector512", 3, MODULE));
    }
  }

  @Test
  void emulatedMultiplyAddGivesTheSameBits() throws Exception {
    String flag = System.getProperty("os.arch").equals("amd64") ? "-XX:-UseFMA" : "-Xint";
    assertEquals(hash("plain", 1), hash("plain", 1, flag));
  }

  private static String hash(String kernels, int threads, String... flags)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Arrays.asList(flags));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(KernelHash.class.getName(), kernels, Integer.toString(threads)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    byte[] output = process.getInputStream().readAllBytes();
    assertEquals(0, process.waitFor(), String.join(" ", command));
    return new String(output, StandardCharsets.UTF_8).trim();
  }
}
