package dev.rot180.kernels;

/** Kernels in plain Java: no module, no flag, any JVM. */
public final class PlainKernels implements Kernels {
  @Override
  public String name() {
    return "plain";
  }

  @Override
  public void conv(
      ConvShape shape, float[] x, int xAt, Packed filters, float[] y, int yAt, Parallel parallel) {
    StripConv.run(PlainStrip.INSTANCE, shape, x, xAt, filters, y, yAt, parallel);
  }

  @Override
  public void convTranspose(
      ConvShape shape,
      float[] x,
      int xAt,
      float[] filters,
      int filtersAt,
      float[] bias,
      float[] y,
      int yAt,
      Parallel parallel) {
    parallel.run(
        shape.batch * shape.filters,
        plane -> TransposedConv.plane(shape, plane, x, xAt, filters, filtersAt, bias, y, yAt));
  }

  @Override
  public void gemm(int rows, float[] a, int aAt, Packed b, float[] y, int yAt, Parallel parallel) {
    PlainGemm.run(rows, a, aAt, b, y, yAt, parallel);
  }

  @Override
  public void maxPool(PoolShape shape, float[] x, int xAt, float[] y, int yAt, Parallel parallel) {
    if (parallel.threads() > 1) {
      parallel.run(shape.planes, plane -> Pooling.max(shape, plane, x, xAt, y, yAt));
      return;
    }
    for (int plane = 0; plane < shape.planes; plane++) { // a lambda would be a new object per call
      Pooling.max(shape, plane, x, xAt, y, yAt);
    }
  }

  @Override
  public void averagePool(
      PoolShape shape,
      boolean countPads,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      Parallel parallel) {
    if (parallel.threads() > 1) {
      parallel.run(shape.planes, plane -> Pooling.average(shape, countPads, plane, x, xAt, y, yAt));
      return;
    }
    for (int plane = 0; plane < shape.planes; plane++) {
      Pooling.average(shape, countPads, plane, x, xAt, y, yAt);
    }
  }
}
