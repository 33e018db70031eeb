package dev.rot180.kernels;

/**
 * One spatial axis of a convolution or a pooling, in ONNX's words.
 *
 * <p>Output element {@code o} looks at the input positions {@code o * stride - pad + k * dilation}
 * for {@code k} from 0 to {@code kernel - 1}; positions outside {@code [0, in)} are padding. For a
 * transposed convolution the two sides change places.
 */
public final class Axis {
  /** An axis that does not take part: a 2-D convolution is a 3-D one with this depth. */
  public static final Axis NONE = new Axis(1, 1, 1, 1, 0, 0, 1);

  /** Length of the input. */
  public final int in;

  /** Length of the output. */
  public final int out;

  /** Length of the filter or the pooling window, before dilation. */
  public final int kernel;

  /** Step from one output element to the next. */
  public final int stride;

  /** Padding before the first element; may be negative, which crops. */
  public final int pad;

  /** Padding after the last element. */
  public final int padEnd;

  /** Step from one filter element to the next. */
  public final int dilation;

  /**
   * An axis whose output length the caller knows.
   *
   * @param in length of the input
   * @param out length of the output
   * @param kernel length of the filter or window
   * @param stride step between output elements, at least 1
   * @param pad padding before
   * @param padEnd padding after
   * @param dilation step between filter elements, at least 1
   */
  public Axis(int in, int out, int kernel, int stride, int pad, int padEnd, int dilation) {
    if (in < 0 || out < 0 || kernel < 1 || stride < 1 || dilation < 1) {
      throw new IllegalArgumentException(
          "an axis needs lengths of at least 0 and kernel, stride and dilation of at least 1: in "
              + in
              + ", out "
              + out
              + ", kernel "
              + kernel
              + ", stride "
              + stride
              + ", dilation "
              + dilation);
    }
    this.in = in;
    this.out = out;
    this.kernel = kernel;
    this.stride = stride;
    this.pad = pad;
    this.padEnd = padEnd;
    this.dilation = dilation;
  }

  /**
   * An axis of a convolution: as many outputs as fit.
   *
   * @param in length of the input
   * @param kernel length of the filter
   * @param stride step between output elements
   * @param pad padding before
   * @param padEnd padding after
   * @param dilation step between filter elements
   * @return the axis; {@code out} is 0 where the filter is longer than the padded input
   */
  public static Axis convolved(int in, int kernel, int stride, int pad, int padEnd, int dilation) {
    long room = (long) in + pad + padEnd - ((long) (kernel - 1) * dilation + 1);
    int out = room < 0 ? 0 : Math.toIntExact(room / Math.max(stride, 1) + 1);
    return new Axis(in, out, kernel, stride, pad, padEnd, dilation);
  }

  /**
   * First filter element that falls inside the input for an output element.
   *
   * @param output index of the output element
   * @return index of the filter element, {@code kernel} if there is none
   */
  public int firstTap(int output) {
    int start = output * stride - pad;
    return start >= 0 ? 0 : Math.min(kernel, (-start + dilation - 1) / dilation);
  }

  /**
   * One past the last filter element that falls inside the input for an output element.
   *
   * @param output index of the output element
   * @return index of the filter element, 0 if there is none
   */
  public int endTap(int output) {
    int room = in - (output * stride - pad);
    return room <= 0 ? 0 : Math.min(kernel, (room + dilation - 1) / dilation);
  }
}
