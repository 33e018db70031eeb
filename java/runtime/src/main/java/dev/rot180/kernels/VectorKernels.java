package dev.rot180.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Kernels on the Vector API. The only class family that needs the module {@code
 * jdk.incubator.vector}; loaded by name, see {@link KernelChoice}.
 *
 * <p>The width is settled when the class is loaded, because vectors are only fast when the compiler
 * sees their species as a constant.
 */
final class VectorKernels implements Kernels {
  static final VectorSpecies<Float> SPECIES =
      KernelChoice.forcedBits() == 0
          ? FloatVector.SPECIES_PREFERRED
          : VectorSpecies.of(float.class, VectorShape.forBitSize(KernelChoice.forcedBits()));

  static final int LANES = SPECIES.length();

  /** Whether the machine has 32 vector registers of this width. */
  static final boolean REGISTERS_32 =
      LANES == 16 || System.getProperty("os.arch", "").equals("aarch64");

  VectorKernels() {}

  @Override
  public String name() {
    return "vector" + SPECIES.vectorBitSize();
  }

  @Override
  public void conv(
      ConvShape shape, float[] x, int xAt, Packed filters, float[] y, int yAt, Parallel parallel) {
    StripConv.run(VectorStrip.INSTANCE, shape, x, xAt, filters, y, yAt, parallel);
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
    PLAIN.convTranspose(shape, x, xAt, filters, filtersAt, bias, y, yAt, parallel);
  }

  @Override
  public void gemm(int rows, float[] a, int aAt, Packed b, float[] y, int yAt, Parallel parallel) {
    VectorGemm.run(rows, a, aAt, b, y, yAt, parallel);
  }

  @Override
  public void maxPool(PoolShape shape, float[] x, int xAt, float[] y, int yAt, Parallel parallel) {
    Pooling.max(VectorPool.MAX, shape, x, xAt, y, yAt, parallel);
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
    Pooling.average(VectorPool.SUM, shape, countPads, x, xAt, y, yAt, parallel);
  }

  @Override
  public void exp(int n, float[] x, int xAt, float[] y, int yAt) {
    VectorMath.exp(n, x, xAt, y, yAt);
  }

  @Override
  public void tanh(int n, float[] x, int xAt, float[] y, int yAt) {
    VectorMath.tanh(n, x, xAt, y, yAt);
  }

  @Override
  public void sigmoid(int n, float[] x, int xAt, float[] y, int yAt) {
    VectorMath.sigmoid(n, x, xAt, y, yAt);
  }

  @Override
  public void clip(int n, float[] x, int xAt, float[] y, int yAt, float low, float high) {
    int vectors = n - n % LANES;
    VectorClip.run(vectors, x, xAt, y, yAt, low, high);
    PLAIN.clip(n - vectors, x, xAt + vectors, y, yAt + vectors, low, high);
  }

  /** For what vectors do not speed up. */
  private static final Kernels PLAIN = new PlainKernels();
}
