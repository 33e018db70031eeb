package dev.rot180.cli;

import dev.rot180.Model;
import dev.rot180.Tensor;
import dev.rot180.ValueInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Computes a model's values for inputs in npy files. */
final class PredictCommand implements Command {
  @Override
  public String help() {
    return String.join(
        System.lineSeparator(),
        "Computes a model's outputs, or any of its values, for inputs in npy files.",
        "",
        "usage: java -jar rot180-runtime.jar predict MODEL.onnx --input NAME=IN.npy ...",
        "           --output-dir OUT [--values all|NAME,...] [--threads N]",
        "           [--kernels auto|plain|vector128|vector256|vector512]",
        "",
        "  --input NAME=IN.npy  an input; NAME= may be left out if there is only one",
        "  --output-dir OUT     gets a file NAME.npy for each value; characters of NAME that do not",
        "                       suit a file name become _",
        "  --values             which values to write: the outputs (default), all, or a list",
        "  --threads N          threads at work, the number of cores by default",
        "  --kernels NAME       compute routines; never changes a bit",
        "",
        "example: java -jar rot180-runtime.jar predict digits.onnx --input x.npy --output-dir out");
  }

  @Override
  public boolean run(List<String> arguments) throws IOException {
    Options options =
        new Options(arguments, "--input", "--output-dir", "--values", "--threads", "--kernels");
    Path file = Path.of(options.only("model file"));
    String folder = options.value("--output-dir", null);
    if (folder == null) {
      throw new UsageException("--output-dir is missing: where are the results to go?");
    }
    Model model = open(file, options);
    Map<String, Tensor> inputs = inputs(model, options.all("--input"));
    Map<String, Tensor> results = model.run(inputs, wanted(model, options.value("--values", "")));
    Path out = Files.createDirectories(Path.of(folder));
    Set<String> taken = new HashSet<>();
    for (Map.Entry<String, Tensor> result : results.entrySet()) {
      String name = TensorFiles.safeName(result.getKey());
      while (!taken.add(name)) {
        name += "_";
      }
      TensorFiles.writeNpy(out.resolve(name + ".npy"), result.getValue());
      System.out.println(out.resolve(name + ".npy") + "  " + result.getValue());
    }
    return true;
  }

  /** Loads a model with the threads and kernels that the options ask for. */
  static Model open(Path file, Options options) throws IOException {
    return Model.load(file)
        .withThreads(options.positive("--threads", Runtime.getRuntime().availableProcessors()))
        .withKernels(options.value("--kernels", "auto"));
  }

  private static Map<String, Tensor> inputs(Model model, List<String> given) throws IOException {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (String input : given) {
      int equals = input.lastIndexOf('=');
      if (equals < 0 && model.inputs().size() != 1) {
        throw new UsageException("--input wants NAME=IN.npy; the model has " + model.inputs());
      }
      String name = equals < 0 ? model.inputs().get(0).name() : input.substring(0, equals);
      inputs.put(name, TensorFiles.readNpy(Path.of(input.substring(equals + 1))));
    }
    return inputs;
  }

  private static List<String> wanted(Model model, String values) {
    if (values.equals("all")) {
      return model.valueNames();
    }
    if (!values.isEmpty()) {
      return Arrays.asList(values.split(","));
    }
    List<String> names = new ArrayList<>();
    for (ValueInfo output : model.outputs()) {
      names.add(output.name());
    }
    return names;
  }
}
