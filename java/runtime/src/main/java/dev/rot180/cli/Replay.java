package dev.rot180.cli;

import dev.rot180.Model;
import dev.rot180.ModelException;
import dev.rot180.Tensor;
import dev.rot180.onnx.OnnxTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
    Path folder = file.toAbsolutePath().getParent();
    List<Path> samples = list(folder, "test_data_set_");
    if (samples.isEmpty()) {
      throw new ModelException("no folder test_data_set_* beside it: nothing is recorded");
    }
    for (Path sample : samples) {
      String difference = sample(sample);
      if (difference != null) {
        return sample.getFileName() + ": " + difference;
      }
    }
    return null;
  }

  private String sample(Path folder) throws IOException {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    Map<String, Tensor> recorded = new LinkedHashMap<>();
    for (Path file : list(folder, "")) {
      String name = file.getFileName().toString();
      if (!name.endsWith(".pb")) {
        continue;
      }
      OnnxTensor tensor = OnnxTensor.read(Files.readAllBytes(file));
      if (name.startsWith("input_")) {
        int number = number(name, "input_");
        String key = tensor.name().isEmpty() ? model.inputs().get(number).name() : tensor.name();
        inputs.put(key, TensorFiles.tensor(tensor.array()));
      } else {
        int number = number(name, "output_");
        boolean named = number < 0 || !tensor.name().isEmpty();
        String key = named ? tensor.name() : model.outputs().get(number).name();
        recorded.put(key, TensorFiles.tensor(tensor.array()));
      }
    }
    Map<String, Tensor> got = model.run(inputs, recorded.keySet());
    for (Map.Entry<String, Tensor> value : recorded.entrySet()) {
      String difference = tolerance.difference(value.getValue(), got.get(value.getKey()));
      if (difference != null) {
        return "value '" + value.getKey() + "': " + difference;
      }
    }
    return null;
  }

  /** The k of {@code input_k.pb}, or -1 if the file is named otherwise. */
  private static int number(String name, String prefix) {
    String middle = name.substring(0, name.length() - ".pb".length());
    boolean matches = middle.startsWith(prefix) && middle.substring(prefix.length()).matches("\\d{1,4}");
    return matches ? Integer.parseInt(middle.substring(prefix.length())) : -1;
  }

  private static List<Path> list(Path folder, String prefix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .sorted()
          .collect(Collectors.toCollection(ArrayList::new));
    }
  }
}
