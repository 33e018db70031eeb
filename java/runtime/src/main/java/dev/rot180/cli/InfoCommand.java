package dev.rot180.cli;

import dev.rot180.Model;
import dev.rot180.onnx.OnnxModel;
import dev.rot180.onnx.OnnxNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Shows what is in a model file. */
final class InfoCommand implements Command {
  private static final int LONGEST = 300;

  @Override
  public String help() {
    return String.join(
        System.lineSeparator(),
        "Shows a model's inputs, outputs, operators and metadata.",
        "",
        "usage: java -jar rot180-runtime.jar info MODEL.onnx");
  }

  @Override
  public boolean run(List<String> arguments) throws IOException {
    Path file = Path.of(new Options(arguments).only("model file"));
    Model model = Model.load(file);
    OnnxModel source = OnnxModel.read(Files.readAllBytes(file));
    System.out.println("producer   " + source.producer() + ", operator set " + source.opset());
    model.inputs().forEach(input -> System.out.println("input      " + input));
    model.outputs().forEach(output -> System.out.println("output     " + output));
    Map<String, Integer> counts = new TreeMap<>();
    for (OnnxNode node : source.graph().nodes()) {
      counts.merge(node.operator(), 1, Integer::sum);
    }
    System.out.println("nodes      " + source.graph().nodes().size() + " " + counts);
    long parameters =
        source.graph().initializers().values().stream().mapToLong(array -> array.size()).sum();
    System.out.println("parameters " + parameters);
    for (Map.Entry<String, String> entry : model.metadata().entrySet()) {
      String value = entry.getValue();
      String shown = value.length() > LONGEST ? value.substring(0, LONGEST) + "..." : value;
      System.out.println("metadata   " + entry.getKey() + " = " + shown);
    }
    return true;
  }
}
