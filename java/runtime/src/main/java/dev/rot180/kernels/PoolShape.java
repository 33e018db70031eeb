package dev.rot180.kernels;

/**
 * The sizes of a pooling: {@code planes} (batch times channels) independent volumes, each with
 * three spatial axes ({@link Axis#NONE} where there are fewer).
 */
public final class PoolShape {
  /** Number of independent volumes. */
  public final int planes;

  /** First spatial axis of three. */
  public final Axis depth;

  /** Second spatial axis of three. */
  public final Axis height;

  /** Last spatial axis. */
  public final Axis width;

  /**
   * Puts the sizes together.
   *
   * @param planes batch times channels
   * @param depth first spatial axis
   * @param height second spatial axis
   * @param width last spatial axis
   */
  public PoolShape(int planes, Axis depth, Axis height, Axis width) {
    this.planes = planes;
    this.depth = depth;
    this.height = height;
    this.width = width;
  }

  /**
   * Elements of one input volume.
   *
   * @return the product of the input lengths
   */
  public int inPlane() {
    return depth.in * height.in * width.in;
  }

  /**
   * Elements of one output volume.
   *
   * @return the product of the output lengths
   */
  public int outPlane() {
    return depth.out * height.out * width.out;
  }
}
