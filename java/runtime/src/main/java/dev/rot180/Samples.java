package dev.rot180;

import dev.rot180.onnx.OnnxTensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Inputs recorded with a model, and the values that it must compute for them. Immutable.
 *
 * <p>They lie in a folder as ONNX stores test data: {@code input_0.pb}, {@code output_0.pb} and so
 * on, and {@code value_0.pb} and so on for inner values, each a tensor with its name.
 */
public final class Samples {
  private final Map<String, Tensor> inputs;
  private final Map<String, Tensor> values;

  private Samples(Map<String, Tensor> inputs, Map<String, Tensor> values) {
    this.inputs = Collections.unmodifiableMap(inputs);
    this.values = Collections.unmodifiableMap(values);
  }

  /**
   * Reads samples from a folder.
   *
   * @param model the model they were recorded with; it names tensors that have no name
   * @param folder a folder such as {@code test_data_set_0}
   * @return the samples
   * @throws ModelException if the folder holds none, or one is damaged
   * @throws IOException if a file cannot be read
   */
  public static Samples load(Model model, Path folder) throws IOException {
    return read(
        model,
        folder.toString(),
        name -> {
          Path file = folder.resolve(name);
          return Files.exists(file) ? Files.newInputStream(file) : null;
        });
  }

  /**
   * Reads samples that lie beside a class, in its jar or folder.
   *
   * @param model the model they were recorded with; it names tensors that have no name
   * @param beside the class
   * @param folder the folder's name, such as {@code test_data_set_0}
   * @return the samples
   * @throws ModelException as {@link #load}
   * @throws IOException if a file cannot be read
   */
  public static Samples loadResource(Model model, Class<?> beside, String folder)
      throws IOException {
    return read(model, folder, name -> beside.getResourceAsStream(folder + "/" + name));
  }

  /** Opens one of the files; null if it is not there. */
  private interface Opener {
    InputStream open(String name) throws IOException;
  }

  private static Samples read(Model model, String folder, Opener files) throws IOException {
    Map<String, Tensor> inputs = series(files, "input_", model.inputs());
    Map<String, Tensor> values = series(files, "output_", model.outputs());
    values.putAll(series(files, "value_", List.of()));
    if (inputs.isEmpty() && !model.inputs().isEmpty() || values.isEmpty()) {
      throw new ModelException("no samples in " + folder + ": it wants input_0.pb and output_0.pb");
    }
    return new Samples(inputs, values);
  }

  /** Reads {@code prefix0.pb}, {@code prefix1.pb} and so on, to the first that is missing. */
  private static Map<String, Tensor> series(Opener files, String prefix, List<ValueInfo> infos)
      throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int number = 0; ; number++) {
      try (InputStream stream = files.open(prefix + number + ".pb")) {
        if (stream == null) {
          return tensors;
        }
        OnnxTensor tensor = OnnxTensor.read(stream.readAllBytes());
        boolean named = !tensor.name().isEmpty() || number >= infos.size();
        String name = named ? tensor.name() : infos.get(number).name();
        tensors.put(name, new Tensor(tensor.array()));
      } catch (ModelException e) {
        throw new ModelException(prefix + number + ".pb: " + e.getMessage(), e);
      }
    }
  }

  /**
   * The recorded inputs.
   *
   * @return a tensor for each, by name
   */
  public Map<String, Tensor> inputs() {
    return inputs;
  }

  /**
   * The recorded outputs and inner values.
   *
   * @return a tensor for each, by name
   */
  public Map<String, Tensor> values() {
    return values;
  }

  /**
   * Runs a model on the inputs and compares every recorded value, bit for bit.
   *
   * @param model the model
   * @return a line for each value that differs; empty if all have the recorded bits
   * @throws ModelException if the model cannot run them
   */
  public List<String> differences(Model model) {
    Map<String, Tensor> computed = model.run(inputs, values.keySet());
    List<String> lines = new ArrayList<>();
    values.forEach(
        (name, recorded) -> {
          if (!recorded.equals(computed.get(name))) {
            lines.add(name + " differs: recorded " + recorded + ", got " + computed.get(name));
          }
        });
    return Collections.unmodifiableList(lines);
  }
}
