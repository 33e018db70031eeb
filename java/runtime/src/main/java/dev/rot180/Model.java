package dev.rot180;

import dev.rot180.exec.Engine;
import dev.rot180.exec.Program;
import dev.rot180.kernels.Parallel;
import dev.rot180.onnx.NdArray;
import dev.rot180.onnx.OnnxModel;
import dev.rot180.onnx.OnnxValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * A neural network, read from an ONNX file. Immutable: any number of threads may share one, and
 * there is nothing to close.
 *
 * <pre>{@code
 * Model model = Model.load(Path.of("digits.onnx"));
 * float[] probabilities = model.predict(pixels);
 * }</pre>
 *
 * <p>Results have the same bits on every machine, with every kind of kernels and every number of
 * threads, alone and in a batch, and they are those of the Python package rot180. A NaN always has
 * the bits 0x7fc00000.
 */
public final class Model {
  private final Program program;
  private final Engine engine;
  private final List<ValueInfo> inputs;
  private final List<ValueInfo> outputs;
  private final Map<String, String> metadata;
  private final InputContract contract;
  private final Predictor predictor;

  private Model(
      Program program,
      Engine engine,
      List<ValueInfo> inputs,
      List<ValueInfo> outputs,
      Map<String, String> metadata) {
    this.program = program;
    this.engine = engine;
    this.inputs = inputs;
    this.outputs = outputs;
    this.metadata = metadata;
    this.contract = InputContract.of(metadata);
    this.predictor = new Predictor(program, inputs, outputs);
  }

  /**
   * Reads a model from a file.
   *
   * @param file an ONNX file
   * @return the model
   * @throws ModelException if it is no ONNX file, is damaged, or needs operators that this runtime
   *     does not have (all are listed)
   * @throws IOException if the file cannot be read
   */
  public static Model load(Path file) throws IOException {
    if (Files.size(file) > Limits.FILE_BYTES) {
      throw new ModelException(file + " is larger than Limits.FILE_BYTES = " + Limits.FILE_BYTES);
    }
    try {
      return read(() -> bytes(file));
    } catch (ModelException e) {
      throw new ModelException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads a model from a stream, to its end; the caller closes it.
   *
   * @param stream the contents of an ONNX file
   * @return the model
   * @throws ModelException as {@link #load(Path)}
   * @throws IOException if the stream cannot be read
   */
  public static Model load(InputStream stream) throws IOException {
    return read(stream::readAllBytes);
  }

  /**
   * The bytes of a file, read in pieces: Java reads into native memory first, of the size asked
   * for, and keeps that.
   */
  private static byte[] bytes(Path file) throws IOException {
    byte[] bytes = new byte[(int) Files.size(file)];
    int at = 0;
    try (InputStream stream = Files.newInputStream(file)) {
      int count;
      while (at < bytes.length
          && (count = stream.read(bytes, at, Math.min(PIECE, bytes.length - at))) > 0) {
        at += count;
      }
    }
    return at == bytes.length ? bytes : Arrays.copyOf(bytes, at);
  }

  private static final int PIECE = 1 << 16;

  /** Where the bytes of a file come from. */
  private interface Source {
    byte[] read() throws IOException;
  }

  private static Model read(Source source) throws IOException {
    try {
      return of(source.read());
    } catch (OutOfMemoryError e) {
      throw new ModelException(
          "the model does not fit into the JVM's heap of "
              + (Runtime.getRuntime().maxMemory() >> 20)
              + " MB. Raise it with -Xmx",
          e);
    }
  }

  /**
   * Reads a model that lies beside a class, in its jar or folder.
   *
   * @param beside the class whose package, or whose class path if the name begins with a slash, has
   *     the resource
   * @param name the resource's name, such as {@code digits.onnx}
   * @return the model
   * @throws ModelException as {@link #load(Path)}, and if there is no such resource
   */
  public static Model loadResource(Class<?> beside, String name) {
    try (InputStream stream = beside.getResourceAsStream(name)) {
      if (stream == null) {
        throw new ModelException(
            "no resource '" + name + "' beside " + beside + "; is it in the jar?");
      }
      return load(stream);
    } catch (IOException e) {
      throw new ModelException("cannot read resource '" + name + "' beside " + beside, e);
    }
  }

  static Model of(byte[] file) {
    OnnxModel model = OnnxModel.read(file);
    Program program = new Program(model);
    List<ValueInfo> inputs = new ArrayList<>();
    for (OnnxValue input : model.graph().inputs()) {
      if (!model.graph().initializers().containsKey(input.name())) {
        inputs.add(info(input));
      }
    }
    List<ValueInfo> outputs = new ArrayList<>();
    for (OnnxValue output : model.graph().outputs()) {
      outputs.add(info(output));
    }
    return new Model(
        program,
        Engine.DEFAULT,
        Collections.unmodifiableList(inputs),
        Collections.unmodifiableList(outputs),
        Collections.unmodifiableMap(model.metadata()));
  }

  private static ValueInfo info(OnnxValue value) {
    return new ValueInfo(
        value.name(), value.type(), value.shape(), Collections.unmodifiableList(value.axes()));
  }

  /**
   * The same model, computed by several threads of its own; they end when nobody uses it any more.
   *
   * @param threads how many work at a time, the calling one included
   * @return a model that shares everything with this one
   */
  public Model withThreads(int threads) {
    return with(engine.withParallel(Threads.parallel(threads)));
  }

  /**
   * The same model, computed by the calling thread with the help of an executor's.
   *
   * @param executor runs the helpers; busy or not, it never holds a call up
   * @param threads how many work at a time, the calling one included
   * @return a model that shares everything with this one
   */
  public Model withExecutor(Executor executor, int threads) {
    return with(engine.withParallel(new Parallel(executor, threads)));
  }

  /**
   * The same model with other kernels. The bits are the same, the speed is not.
   *
   * @param name auto, plain, vector128, vector256 or vector512
   * @return a model that shares everything with this one
   * @throws ModelException if this JVM does not have these kernels
   */
  public Model withKernels(String name) {
    return with(engine.withKernels(name));
  }

  private Model with(Engine other) {
    return new Model(program, other, inputs, outputs, metadata);
  }

  /**
   * The values that {@link #run} wants.
   *
   * @return an unmodifiable list
   */
  public List<ValueInfo> inputs() {
    return inputs;
  }

  /**
   * The values that {@link #run} gives.
   *
   * @return an unmodifiable list
   */
  public List<ValueInfo> outputs() {
    return outputs;
  }

  /**
   * The file's metadata, such as the input contract under {@code rot180.contract}.
   *
   * @return an unmodifiable map
   */
  public Map<String, String> metadata() {
    return metadata;
  }

  /**
   * What the input must be made like, as far as the file says.
   *
   * @return the input contract of the metadata
   */
  public InputContract contract() {
    return contract;
  }

  /**
   * The names of all values, inputs, outputs and inner ones, in the order of the file: what {@link
   * #run(Map, Collection)} can be asked for. Initializers (weights) are not among them.
   *
   * @return an unmodifiable list
   */
  public List<String> valueNames() {
    return program.valueNames();
  }

  /**
   * Computes the outputs.
   *
   * @param given a tensor for each input, by name
   * @return a tensor for each output, by name
   * @throws ModelException if an input is missing or does not suit the model
   */
  public Map<String, Tensor> run(Map<String, Tensor> given) {
    List<String> names = new ArrayList<>();
    outputs.forEach(output -> names.add(output.name()));
    return run(given, names);
  }

  /**
   * Computes any values, inner ones included.
   *
   * @param given a tensor for each input, by name
   * @param wanted names of values
   * @return a tensor for each wanted name, in that order
   * @throws ModelException if an input is missing or does not suit the model, or no value has a
   *     wanted name
   */
  public Map<String, Tensor> run(Map<String, Tensor> given, Collection<String> wanted) {
    InputCheck.names(inputs, given);
    NdArray[] arrays = new NdArray[inputs.size()];
    for (int i = 0; i < arrays.length; i++) {
      Tensor tensor = given.get(inputs.get(i).name());
      InputCheck.suits(inputs.get(i), tensor);
      arrays[i] = tensor.array();
    }
    int[] numbers = new int[wanted.size()];
    int count = 0;
    for (String name : wanted) {
      int number = program.find(name);
      if (number < 0) {
        throw new ModelException(
            "no value is named '" + name + "'; there are " + program.valueNames());
      }
      numbers[count++] = number;
    }
    NdArray[] results = program.run(arrays, numbers, engine);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    count = 0;
    for (String name : wanted) {
      tensors.put(name, new Tensor(results[count++]));
    }
    return tensors;
  }

  /**
   * Computes the first output of a model that has one float32 input, with at most one open axis
   * (the batch).
   *
   * @param in the input's elements, row-major: one sample, or several one after the other
   * @return the output's elements, row-major
   * @throws ModelException if the length does not suit, or the model has other inputs
   */
  public float[] predict(float[] in) {
    return predictor.predict(in, engine);
  }

  /**
   * The same as {@link #predict(float[])} into an array of the caller. Once the JVM is warm it
   * allocates nothing.
   *
   * @param in the input's elements, row-major: one sample, or several one after the other
   * @param out receives the output's elements; it has exactly their number
   * @throws ModelException if a length does not suit, or the model has other inputs
   */
  public void predict(float[] in, float[] out) {
    predictor.predict(in, out, engine);
  }

  /**
   * The same for what remains in a buffer.
   *
   * @param in the input's elements; its position is left as it is
   * @return a new buffer with the output's elements
   * @throws ModelException as {@link #predict(float[])}
   */
  public FloatBuffer predict(FloatBuffer in) {
    float[] elements = new float[in.remaining()];
    in.duplicate().get(elements);
    return FloatBuffer.wrap(predict(elements));
  }

  /**
   * Computes the first output for each of several samples, as one batch.
   *
   * @param samples the input's elements of each sample, all of one length
   * @return the output's elements for each sample
   * @throws ModelException as {@link #predict(float[])}, and if the samples differ in length
   */
  public float[][] predict(float[][] samples) {
    if (samples.length == 0) {
      return new float[0][];
    }
    int length = samples[0].length;
    float[] batch = new float[Math.multiplyExact(length, samples.length)];
    for (int i = 0; i < samples.length; i++) {
      if (samples[i].length != length) {
        throw new ModelException(
            "expected samples of one length, got " + length + " and " + samples[i].length);
      }
      System.arraycopy(samples[i], 0, batch, i * length, length);
    }
    float[] results = predict(batch);
    int each = results.length / samples.length;
    float[][] rows = new float[samples.length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(results, i * each, (i + 1) * each);
    }
    return rows;
  }

  /**
   * Inputs and outputs.
   *
   * @return a description without the nodes
   */
  @Override
  public String toString() {
    return inputs + " -> " + outputs;
  }
}
