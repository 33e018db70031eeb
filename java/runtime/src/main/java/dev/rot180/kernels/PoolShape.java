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

  private final ConvShape convolution;

  /** Made at first use: what each output element's sum is divided by, without and with pads. */
  private final float[][] counts = new float[2][];

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
    this.convolution = new ConvShape(1, planes, planes, Math.max(1, planes), depth, height, width);
  }

  /** The convolution that looks at the same windows, one filter for each plane. */
  ConvShape asConvolution() {
    return convolution;
  }

  /**
   * The number of elements that count in each window of a plane.
   *
   * @param pads whether padding counts
   */
  synchronized float[] counts(boolean pads) {
    int which = pads ? 1 : 0;
    if (counts[which] == null) {
      float[] made = new float[outPlane()];
      int at = 0;
      for (int z = 0; z < depth.out; z++) {
        for (int r = 0; r < height.out; r++) {
          int area = count(depth, z, pads) * count(height, r, pads);
          for (int c = 0; c < width.out; c++) {
            made[at++] = area * count(width, c, pads);
          }
        }
      }
      counts[which] = made;
    }
    return counts[which];
  }

  /** Elements of a window that count along an axis; what lies beyond the padding never does. */
  private static int count(Axis axis, int output, boolean pads) {
    if (!pads) {
      return Math.max(0, axis.endTap(output) - axis.firstTap(output));
    }
    int room = axis.in + axis.padEnd - (output * axis.stride - axis.pad);
    return room <= 0 ? 0 : Math.min(axis.kernel, (room + axis.dilation - 1) / axis.dilation);
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
