package dev.rot180.kernels;

/** Pooling as a convolution of one filter for each channel, with another operation inside. */
final class Pooling {
  private Pooling() {}

  static void max(
      StripConv.Strip kernel,
      PoolShape shape,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      Parallel parallel) {
    StripConv.run(kernel, shape.asConvolution(), x, xAt, null, y, yAt, parallel);
  }

  static void average(
      StripConv.Strip sums,
      PoolShape shape,
      boolean countPads,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      Parallel parallel) {
    StripConv.run(sums, shape.asConvolution(), x, xAt, null, y, yAt, parallel);
    float[] counts = shape.counts(countPads);
    for (int plane = 0; plane < shape.planes; plane++) {
      int at = yAt + plane * counts.length;
      for (int i = 0; i < counts.length; i++) {
        y[at + i] = y[at + i] / counts[i];
      }
    }
  }
}
