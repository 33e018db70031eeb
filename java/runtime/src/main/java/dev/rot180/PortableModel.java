package dev.rot180;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A model that can be sent to other machines, as Spark and Flink do with the functions they
 * distribute: the bytes of the file travel, and each JVM makes a {@link Model} of them once.
 *
 * <pre>{@code
 * PortableModel model = PortableModel.read(Path.of("digits.onnx"));
 * images.map(pixels -> model.get().predict(pixels));
 * }</pre>
 */
public final class PortableModel implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The contents of the ONNX file. */
  private final byte[] file;

  private transient volatile Model model;

  private PortableModel(byte[] file) {
    this.file = file;
    this.model = Model.of(file);
  }

  /**
   * Reads a model from a file.
   *
   * @param file an ONNX file
   * @return the model
   * @throws ModelException as {@link Model#load(Path)}
   * @throws IOException if the file cannot be read
   */
  public static PortableModel read(Path file) throws IOException {
    return new PortableModel(Files.readAllBytes(file));
  }

  /**
   * Takes a model's bytes.
   *
   * @param file the contents of an ONNX file, copied
   * @return the model
   * @throws ModelException as {@link Model#load(Path)}
   */
  public static PortableModel of(byte[] file) {
    return new PortableModel(file.clone());
  }

  /**
   * The model, made of the bytes at the first call in a JVM.
   *
   * @return always the same one
   */
  public Model get() {
    if (model == null) {
      synchronized (this) {
        if (model == null) {
          model = Model.of(file);
        }
      }
    }
    return model;
  }
}
