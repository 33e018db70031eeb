package dev.rot180;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rot180.kernels.KernelChoice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replays the cases that Python recorded: equal bits, whatever computes. */
class CasesTest {
  private static final int[] THREADS = {1, 2, 3};

  static List<Path> cases() {
    return Repository.allCases();
  }

  private static List<String> kernels() {
    List<String> names = new ArrayList<>(List.of("plain"));
    if (KernelChoice.isModuleThere()) {
      names.add(KernelChoice.widest());
    }
    return names;
  }

  @Test
  void thereAreCases() {
    assertTrue(cases().size() > 300);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesTheRecordedBits(Path folder) throws Exception {
    Model model = Model.load(folder.resolve("model.onnx"));
    Samples samples = Samples.load(model, folder.resolve("test_data_set_0"));
    for (String kernels : kernels()) {
      for (int threads : THREADS) {
        Model engine = model.withKernels(kernels).withThreads(threads);
        assertEquals(
            List.of(), samples.differences(engine), folder + ", " + kernels + ", " + threads);
      }
    }
  }
}
