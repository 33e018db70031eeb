package dev.rot180.kernels;

/**
 * Working memory of a thread, kept from call to call so that a warm call allocates nothing.
 *
 * <p>Holds arrays only, no object of a class of ours: a thread pool that outlives an application
 * does not keep its classes alive.
 */
final class Scratch {
  /** Input of a strip. */
  static final int STRIP = 0;

  /** Results of a strip for some filters. */
  static final int RESULTS = 1;

  /** What one tap of a window sees. */
  static final int TAP = 2;

  private static final ThreadLocal<float[][]> FLOATS =
      ThreadLocal.withInitial(() -> new float[3][0]);
  private static final ThreadLocal<int[][]> INTS = ThreadLocal.withInitial(() -> new int[1][0]);

  private Scratch() {}

  /** The calling thread's array for a purpose, of at least the size, with anything in it. */
  static float[] floats(int purpose, int size) {
    float[][] arrays = FLOATS.get();
    if (arrays[purpose].length < size) {
      arrays[purpose] = new float[size];
    }
    return arrays[purpose];
  }

  /** The calling thread's array of places, of at least the size. */
  static int[] ints(int size) {
    int[][] arrays = INTS.get();
    if (arrays[0].length < size) {
      arrays[0] = new int[size];
    }
    return arrays[0];
  }
}
