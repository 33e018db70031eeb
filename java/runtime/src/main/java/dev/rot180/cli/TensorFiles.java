package dev.rot180.cli;

import dev.rot180.ModelException;
import dev.rot180.Tensor;
import dev.rot180.onnx.NdArray;
import dev.rot180.onnx.NpyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads and writes tensors as files. */
final class TensorFiles {
  private TensorFiles() {}

  static Tensor readNpy(Path file) throws IOException {
    try {
      return tensor(NpyFile.read(Files.readAllBytes(file)));
    } catch (ModelException e) {
      throw new ModelException(file + ": " + e.getMessage(), e);
    }
  }

  static void writeNpy(Path file, Tensor tensor) throws IOException {
    Files.write(file, NpyFile.write(array(tensor)));
  }

  static Tensor tensor(NdArray array) {
    long[] shape = Arrays.stream(array.shape()).asLongStream().toArray();
    switch (array.type()) {
      case FLOAT32:
        return Tensor.of((float[]) array.data(), shape);
      case FLOAT64:
        return Tensor.of((double[]) array.data(), shape);
      case INT64:
        return Tensor.of((long[]) array.data(), shape);
      case INT32:
        return Tensor.of((int[]) array.data(), shape);
      default:
        return Tensor.of((boolean[]) array.data(), shape);
    }
  }

  private static NdArray array(Tensor tensor) {
    return NdArray.of(tensor.type(), NdArray.shape(tensor.shape()), elements(tensor));
  }

  private static Object elements(Tensor tensor) {
    switch (tensor.type()) {
      case FLOAT32:
        return tensor.floats();
      case FLOAT64:
        return tensor.doubles();
      case INT64:
        return tensor.longs();
      case INT32:
        return tensor.ints();
      default:
        return tensor.booleans();
    }
  }

  /**
   * A value's name made fit for a file: letters, digits, dot, dash and underscore stay, everything
   * else becomes an underscore.
   */
  static String safeName(String value) {
    String safe = value.replaceAll("[^A-Za-z0-9._-]", "_");
    return safe.isEmpty() || safe.startsWith(".") ? "_" + safe : safe;
  }
}
