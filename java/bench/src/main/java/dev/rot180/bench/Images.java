package dev.rot180.bench;

import java.util.Random;

/** Inputs for the benchmarks. */
final class Images {
  private Images() {}

  /** Elements of one image of a shape whose first axis, the batch, is open. */
  static int size(long[] shape) {
    long size = 1;
    for (int i = 1; i < shape.length; i++) {
      size *= shape[i];
    }
    return Math.toIntExact(size);
  }

  /** The same noise in [0, 1) on every run. */
  static float[] noise(int size) {
    Random random = new Random(180);
    float[] image = new float[size];
    for (int i = 0; i < size; i++) {
      image[i] = random.nextFloat();
    }
    return image;
  }
}
