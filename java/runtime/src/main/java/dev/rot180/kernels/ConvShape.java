package dev.rot180.kernels;

/**
 * Everything about a convolution but its numbers: ONNX's attributes and all the sizes.
 *
 * <p>Input {@code (batch, channels, depth.in, height.in, width.in)}, filters {@code (filters,
 * channels / group, depth.kernel, height.kernel, width.kernel)}, output {@code (batch, filters,
 * depth.out, height.out, width.out)}. A 1-D convolution has {@link Axis#NONE} for depth and height,
 * a 2-D one for depth.
 *
 * <p>A transposed convolution uses the same class: {@code channels} of its input, {@code filters}
 * channels of its output, filters stored {@code (channels, filters / group, ...)} as ONNX does, and
 * input element {@code i} reaches the output elements {@code i * stride - pad + k * dilation}.
 */
public final class ConvShape {
  /** Number of images. */
  public final int batch;

  /** Channels of the input. */
  public final int channels;

  /** Channels of the output. */
  public final int filters;

  /** Number of groups into which channels and filters are cut. */
  public final int group;

  /** First spatial axis of three. */
  public final Axis depth;

  /** Second spatial axis of three. */
  public final Axis height;

  /** Last spatial axis. */
  public final Axis width;

  /** Made at first use; two threads may each make one, and both are right. */
  private volatile Lowering lowering;

  /**
   * Puts the sizes together.
   *
   * @param batch number of images
   * @param channels channels of the input
   * @param filters channels of the output
   * @param group number of groups; divides both
   * @param depth first spatial axis
   * @param height second spatial axis
   * @param width last spatial axis
   */
  public ConvShape(
      int batch, int channels, int filters, int group, Axis depth, Axis height, Axis width) {
    if (group < 1 || channels % group != 0 || filters % group != 0) {
      throw new IllegalArgumentException(
          "group "
              + group
              + " does not divide "
              + channels
              + " channels and "
              + filters
              + " filters");
    }
    this.batch = batch;
    this.channels = channels;
    this.filters = filters;
    this.group = group;
    this.depth = depth;
    this.height = height;
    this.width = width;
  }

  /**
   * Input channels of a group.
   *
   * @return {@code channels / group}
   */
  public int groupChannels() {
    return channels / group;
  }

  /**
   * Output channels of a group.
   *
   * @return {@code filters / group}
   */
  public int groupFilters() {
    return filters / group;
  }

  /**
   * Whether each channel goes through one filter and no other.
   *
   * @return true if there are groups, and each has one channel and one filter
   */
  public boolean isDepthwise() {
    return group > 1 && channels == group && filters == group;
  }

  /**
   * Elements of one filter in one channel.
   *
   * @return the product of the kernel lengths
   */
  public int taps() {
    return depth.kernel * height.kernel * width.kernel;
  }

  /**
   * Length of the chain of one output element.
   *
   * @return products summed into an output element, padding included
   */
  public int steps() {
    return groupChannels() * taps();
  }

  /**
   * Elements of one channel of the input.
   *
   * @return the product of the input lengths
   */
  public int inPlane() {
    return depth.in * height.in * width.in;
  }

  /**
   * Elements of one channel of the output.
   *
   * @return the product of the output lengths
   */
  public int outPlane() {
    return depth.out * height.out * width.out;
  }

  /**
   * Multiply-adds of the whole convolution.
   *
   * @return their number, for one image times {@code batch}
   */
  public long work() {
    return (long) batch * filters * outPlane() * steps();
  }

  /** The layout in which this convolution is computed. */
  Lowering lowering() {
    Lowering made = lowering;
    if (made == null) {
      made = new Lowering(this);
      lowering = made;
    }
    return made;
  }
}
