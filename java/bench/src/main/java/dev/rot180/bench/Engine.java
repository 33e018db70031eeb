package dev.rot180.bench;

import java.nio.file.Path;

/** One of the libraries that are compared, with a network loaded. */
interface Engine extends AutoCloseable {
  /**
   * Predicts one image.
   *
   * @param image the input's elements
   * @return the output's elements
   */
  float[] predict(float[] image) throws Exception;

  /** How many elements an image has. */
  int imageSize();

  @Override
  void close() throws Exception;

  /** Loads a network into the library of the given name. */
  static Engine load(String name, Path file, int threads) throws Exception {
    switch (name) {
      case "rot180":
        return new Rot180Engine(file, threads);
      case "onnxruntime":
        return new OnnxRuntimeEngine(file, threads);
      default:
        throw new IllegalArgumentException("no engine is called " + name);
    }
  }
}
