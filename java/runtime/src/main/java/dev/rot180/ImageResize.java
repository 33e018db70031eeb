package dev.rot180;

/**
 * Resizes a plane of 8-bit samples by a triangle filter in whole numbers, so that every machine
 * gets the same samples. A weight is a multiple of 2^-22.
 */
final class ImageResize {
  private static final int BITS = 22;
  private static final int HALF = 1 << (BITS - 1);

  private final int width;
  private final int height;
  private final int newWidth;
  private final int newHeight;

  ImageResize(int width, int height, int newWidth, int newHeight) {
    this.width = width;
    this.height = height;
    this.newWidth = newWidth;
    this.newHeight = newHeight;
  }

  /** Resizes; an axis of the wanted length is left as it is. */
  int[] run(int[] plane) {
    int[] rows = plane;
    if (newWidth != width) {
      rows = new int[newWidth * height];
      for (int x = 0; x < newWidth; x++) {
        Taps taps = new Taps(x, width, newWidth);
        for (int y = 0; y < height; y++) {
          rows[y * newWidth + x] = taps.apply(plane, y * width, 1);
        }
      }
    }
    if (newHeight == height) {
      return rows;
    }
    int[] result = new int[newWidth * newHeight];
    for (int y = 0; y < newHeight; y++) {
      Taps taps = new Taps(y, height, newHeight);
      for (int x = 0; x < newWidth; x++) {
        result[y * newWidth + x] = taps.apply(rows, x, newWidth);
      }
    }
    return result;
  }

  /** The samples that make one new sample, and their weights. */
  private static final class Taps {
    private final int first;
    private final int[] weights;

    Taps(int place, int length, int newLength) {
      double scale = (double) length / newLength;
      double reach = Math.max(scale, 1.0);
      double centre = (place + 0.5) * scale;
      first = Math.max(0, (int) (centre - reach + 0.5));
      int end = Math.min(length, (int) (centre + reach + 0.5));
      double[] exact = new double[end - first];
      double sum = 0.0;
      for (int i = 0; i < exact.length; i++) {
        double distance = Math.abs((i + first - centre + 0.5) * (1.0 / reach));
        exact[i] = Math.max(0.0, 1.0 - distance);
        sum += exact[i];
      }
      weights = new int[exact.length];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (int) (0.5 + exact[i] / sum * (1 << BITS));
      }
    }

    int apply(int[] samples, int begin, int step) {
      int sum = HALF;
      for (int i = 0; i < weights.length; i++) {
        sum += samples[begin + (first + i) * step] * weights[i];
      }
      return Math.max(0, Math.min(sum >> BITS, 255));
    }
  }
}
