package dev.rot180.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rot180.Model;
import dev.rot180.Repository;
import dev.rot180.Samples;
import dev.rot180.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  private static final Path LENET = Repository.cases().resolve("net_lenet");
  private static final String MODEL = LENET.resolve("model.onnx").toString();

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  /** Runs a command; what it prints to either stream is in {@link #printed}. */
  private int run(String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    printed.reset();
    try (PrintStream both = new PrintStream(printed, true)) {
      System.setOut(both);
      System.setErr(both);
      return Main.run(arguments);
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private void printed(String text) {
    assertTrue(printed.toString().contains(text), printed.toString());
  }

  @Test
  void helps() {
    assertEquals(0, run("--help"));
    printed("predict MODEL.onnx --input NAME=IN.npy --output-dir OUT");
    for (String command : new String[] {"predict", "info", "verify", "doctor"}) {
      assertEquals(0, run(command, "--help"));
      printed("usage: java -jar rot180-runtime.jar " + command);
    }
    assertEquals(2, run());
    assertEquals(2, run("guess"));
    printed("no command 'guess'");
  }

  @Test
  void predictsAllValues(@TempDir Path folder) throws Exception {
    Model model = Model.load(LENET.resolve("model.onnx"));
    Samples samples = Samples.load(model, LENET.resolve("test_data_set_0"));
    String input = model.inputs().get(0).name();
    Path file = folder.resolve("in.npy");
    TensorFiles.writeNpy(file, samples.inputs().get(input));
    Path out = folder.resolve("out");
    String[] common = {"predict", MODEL, "--output-dir", out.toString(), "--threads", "2"};
    assertEquals(0, run(with(common, "--input", input + "=" + file, "--values", "all")));
    Map<String, Tensor> expected = model.run(samples.inputs(), model.valueNames());
    for (Map.Entry<String, Tensor> value : expected.entrySet()) {
      Path written = out.resolve(TensorFiles.safeName(value.getKey()) + ".npy");
      assertEquals(value.getValue(), TensorFiles.readNpy(written));
    }
    String output = model.outputs().get(0).name();
    assertEquals(0, run(with(common, "--input=" + file, "--kernels", "plain")));
    assertEquals(samples.values().get(output), TensorFiles.readNpy(out.resolve(output + ".npy")));
  }

  private static String[] with(String[] first, String... more) {
    String[] all = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return all;
  }

  @Test
  void saysWhatIsWrong(@TempDir Path folder) throws Exception {
    assertEquals(2, run("predict", MODEL, "--input", "x.npy"));
    printed("--output-dir is missing");
    assertEquals(2, run("predict", MODEL, "--ouput-dir", "x"));
    printed("unknown option --ouput-dir");
    assertEquals(2, run("predict", MODEL, "--output-dir", "x", "--threads", "none"));
    printed("--threads wants");
    assertEquals(1, run("predict", MODEL, "--output-dir", "x", "--input", "nowhere.npy"));
    printed("nowhere.npy");
    assertEquals(1, run("info", folder.resolve("missing.onnx").toString()));
    Path text = Files.writeString(folder.resolve("text.onnx"), "hello");
    assertEquals(1, run("info", text.toString()));
    printed("not an ONNX file");
  }

  @Test
  void makesNamesFitForFiles() {
    assertEquals("a_b_c.0", TensorFiles.safeName("a/b:c.0"));
    assertEquals("_..", TensorFiles.safeName(".."));
    assertEquals("_", TensorFiles.safeName(""));
  }

  @Test
  void informs() {
    assertEquals(0, run("info", MODEL));
    printed("float32 [N, 1, 28, 28]");
    printed("Conv=2");
  }

  @Test
  void verifiesOneModelOrMany() {
    assertEquals(0, run("verify", MODEL));
    printed("1 passed, 0 failed");
    assertEquals(
        0,
        run(
            "verify",
            LENET.toString(),
            Repository.cases().resolve("conv").toString(),
            "--tolerance",
            "1e-3,1e-7"));
    printed("2 passed, 0 failed");
  }

  @Test
  void verificationFailsOnOneBit(@TempDir Path folder) throws Exception {
    Path sample = Files.createDirectories(folder.resolve("test_data_set_0"));
    Path recorded = LENET.resolve("test_data_set_0");
    Files.copy(LENET.resolve("model.onnx"), folder.resolve("model.onnx"));
    Files.copy(recorded.resolve("input_0.pb"), sample.resolve("input_0.pb"));
    byte[] output = Files.readAllBytes(recorded.resolve("output_0.pb"));
    output[output.length - 4] ^= 1; // the last bit of the last float of the raw data
    Files.write(sample.resolve("output_0.pb"), output);
    assertEquals(1, run("verify", folder.toString()));
    printed("1 of ");
    assertEquals(0, run("verify", folder.toString(), "--tolerance", "1e-5,0"));
    Files.delete(sample.resolve("output_0.pb"));
    assertEquals(1, run("verify", folder.toString()));
  }

  @Test
  void examines() {
    assertEquals(0, run("doctor"));
    printed("kernels  plain");
    printed("GFLOP/s");
    printed("chosen");
    printed("advice");
  }
}
