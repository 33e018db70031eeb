package dev.rot180.kernels;

/**
 * The inner tasks that are worth more than one implementation. All implementations give the same
 * bits (chains of {@code docs/arithmetic.md}); they differ in speed alone.
 *
 * <p>Arrays are dense and row-major, with the offset at which the values start; the caller has
 * checked the sizes. Inputs and outputs must not overlap.
 */
public interface Kernels {
  /**
   * The kernels that every JVM has.
   *
   * @return kernels in plain Java
   */
  static Kernels plain() {
    return KernelChoice.named("plain");
  }

  /**
   * What {@code -Drot180.kernels=} and {@code doctor} call them.
   *
   * @return plain, vector128, vector256 or vector512
   */
  String name();

  /**
   * Convolution (cross-correlation, ONNX's Conv).
   *
   * @param shape the sizes
   * @param x {@code (batch, channels, depth, height, width)} values
   * @param xAt where they start
   * @param filters the filters and the bias, packed for this shape
   * @param y receives {@code (batch, filters, depth, height, width)} values
   * @param yAt where they start
   * @param parallel the threads to use
   */
  void conv(
      ConvShape shape, float[] x, int xAt, Packed filters, float[] y, int yAt, Parallel parallel);

  /**
   * Transposed convolution (ONNX's ConvTranspose).
   *
   * @param shape the sizes
   * @param x {@code (batch, channels, depth, height, width)} values
   * @param xAt where they start
   * @param filters {@code (channels, filters / group, kernel...)} values
   * @param filtersAt where they start
   * @param bias {@code (filters,)} values, or null
   * @param y receives {@code (batch, filters, depth, height, width)} values
   * @param yAt where they start
   * @param parallel the threads to use
   */
  void convTranspose(
      ConvShape shape,
      float[] x,
      int xAt,
      float[] filters,
      int filtersAt,
      float[] bias,
      float[] y,
      int yAt,
      Parallel parallel);

  /**
   * Matrix product, added to what the output holds: {@code y = fma(a, b, y)} over the rows of b.
   *
   * @param rows rows of a and y
   * @param a {@code (rows, steps of b)} values
   * @param aAt where they start
   * @param b the right matrix
   * @param y {@code (rows, columns of b)} values: the start of every chain (zeros, or beta * c),
   *     then its end
   * @param yAt where they start
   * @param parallel the threads to use
   */
  void gemm(int rows, float[] a, int aAt, Packed b, float[] y, int yAt, Parallel parallel);

  /**
   * Maximum of each window; padding takes no part, a window without an element gives -infinity.
   *
   * @param shape the sizes
   * @param x {@code (planes, depth, height, width)} values
   * @param xAt where they start
   * @param y receives {@code (planes, depth, height, width)} values
   * @param yAt where they start
   * @param parallel the threads to use
   */
  void maxPool(PoolShape shape, float[] x, int xAt, float[] y, int yAt, Parallel parallel);

  /**
   * Mean of each window: float32 adds in ascending order, one division by the count.
   *
   * @param shape the sizes
   * @param countPads whether padded positions count (never those beyond the padding, which a window
   *     rounded up may reach)
   * @param x {@code (planes, depth, height, width)} values
   * @param xAt where they start
   * @param y receives {@code (planes, depth, height, width)} values
   * @param yAt where they start
   * @param parallel the threads to use
   */
  void averagePool(
      PoolShape shape,
      boolean countPads,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      Parallel parallel);

  /**
   * {@link FloatMath#exp(float)} of each element.
   *
   * @param n how many
   * @param x the arguments
   * @param xAt where they start
   * @param y receives the results
   * @param yAt where they start
   */
  default void exp(int n, float[] x, int xAt, float[] y, int yAt) {
    FloatMath.exp(n, x, xAt, y, yAt);
  }

  /**
   * {@link FloatMath#tanh(float)} of each element.
   *
   * @param n how many
   * @param x the arguments
   * @param xAt where they start
   * @param y receives the results
   * @param yAt where they start
   */
  default void tanh(int n, float[] x, int xAt, float[] y, int yAt) {
    FloatMath.tanh(n, x, xAt, y, yAt);
  }

  /**
   * {@link FloatMath#sigmoid(float)} of each element.
   *
   * @param n how many
   * @param x the arguments
   * @param xAt where they start
   * @param y receives the results
   * @param yAt where they start
   */
  default void sigmoid(int n, float[] x, int xAt, float[] y, int yAt) {
    FloatMath.sigmoid(n, x, xAt, y, yAt);
  }

  /**
   * Limits to a range: {@code x < low ? low : x}, then {@code x > high ? high : x}. A NaN stays,
   * and so does a zero's sign.
   *
   * @param n how many
   * @param x the values
   * @param xAt where they start
   * @param y receives the results
   * @param yAt where they start
   * @param low the lower limit
   * @param high the upper limit
   */
  default void clip(int n, float[] x, int xAt, float[] y, int yAt, float low, float high) {
    for (int i = 0; i < n; i++) {
      float value = x[xAt + i];
      value = value < low ? low : value;
      y[yAt + i] = value > high ? high : value;
    }
  }
}
