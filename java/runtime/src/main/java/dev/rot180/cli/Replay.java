package dev.rot180.cli;

import dev.rot180.Model;
import dev.rot180.ModelException;
import dev.rot180.Samples;
import dev.rot180.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs a model on the samples recorded beside it and compares. */
final class Replay {
  private final Model model;
  private final Tolerance tolerance;

  Replay(Model model, Tolerance tolerance) {
    this.model = model;
    this.tolerance = tolerance;
  }

  /**
   * Replays every folder {@code test_data_set_*} beside a model file.
   *
   * @return what differs, or null if nothing does
   * @throws ModelException if there are no samples, or the model cannot be run
   */
  String run(Path file) throws IOException {
    List<Path> folders = folders(file.toAbsolutePath().getParent());
    if (folders.isEmpty()) {
      throw new ModelException("no folder test_data_set_* beside it: nothing is recorded");
    }
    for (Path folder : folders) {
      Samples samples = Samples.load(model, folder);
      Map<String, Tensor> got = model.run(samples.inputs(), samples.values().keySet());
      for (Map.Entry<String, Tensor> value : samples.values().entrySet()) {
        String difference = tolerance.difference(value.getValue(), got.get(value.getKey()));
        if (difference != null) {
          return folder.getFileName() + ", value '" + value.getKey() + "': " + difference;
        }
      }
    }
    return null;
  }

  private static List<Path> folders(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("test_data_set_"))
          .sorted()
          .collect(Collectors.toList());
    }
  }
}
