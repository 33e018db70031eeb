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
    Pooling.max(PlainPool.MAX, shape, x, xAt, y, yAt, parallel);
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
    Pooling.average(PlainPool.SUM, shape, countPads, x, xAt, y, yAt, parallel);
  }
}
