package dev.rot180.kernels;

import java.util.Random;

/** Random tasks of odd sizes, with numbers that break careless code. */
final class Problems {
  private static final float[] SPECIAL = {
    0.0f,
    -0.0f,
    Float.MIN_VALUE,
    -0x1p-130f,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MAX_VALUE
  };

  private final Random random;

  Problems(long seed) {
    random = new Random(seed);
  }

  /** Numbers around 0; one in twenty is a signed zero, and some arrays hold special values. */
  float[] numbers(int count) {
    boolean special = random.nextInt(8) == 0;
    float[] result = new float[count];
    for (int i = 0; i < count; i++) {
      result[i] = (float) random.nextGaussian();
      if (random.nextInt(20) == 0) {
        result[i] = random.nextBoolean() ? 0.0f : -0.0f;
      }
      if (special && random.nextInt(200) == 0) {
        result[i] = SPECIAL[random.nextInt(SPECIAL.length)];
      }
    }
    return result;
  }

  int from(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  /** A convolution of moderate size: 1-D, 2-D or 3-D, grouped, strided, dilated, padded. */
  ConvShape convolution() {
    while (true) {
      Axis depth = oneIn(6) ? axis(6) : Axis.NONE;
      Axis height = oneIn(6) ? Axis.NONE : axis(oneIn(2) ? 40 : 10);
      Axis width = axis(oneIn(8) ? 2500 : oneIn(2) ? 60 : 12);
      boolean depthwise = oneIn(5);
      int group = depthwise ? from(2, 20) : oneIn(4) ? from(2, 5) : 1;
      int channels = depthwise ? 1 : from(1, oneIn(2) ? 40 : 3);
      int filters = depthwise ? from(1, 2) : from(1, oneIn(2) ? 70 : 9);
      ConvShape shape =
          new ConvShape(from(1, 2), group * channels, group * filters, group, depth, height, width);
      if (shape.work() > 0 && shape.work() < 8_000_000) {
        return shape;
      }
    }
  }

  /** A pooling of moderate size; windows may reach beyond the padding, as ceil_mode lets them. */
  PoolShape pooling() {
    while (true) {
      Axis depth = oneIn(6) ? window(6) : Axis.NONE;
      Axis height = oneIn(6) ? Axis.NONE : window(oneIn(2) ? 40 : 10);
      Axis width = window(oneIn(8) ? 2500 : oneIn(2) ? 60 : 12);
      if (depth.out * height.out * width.out > 0) {
        return new PoolShape(from(1, 20), depth, height, width);
      }
    }
  }

  private Axis window(int longest) {
    Axis axis;
    do {
      axis = axis(longest);
    } while (axis.pad < 0 || axis.padEnd < 0); // only convolutions are cropped
    boolean more = oneIn(3) && axis.out > 0 && axis.out * axis.stride - axis.pad < axis.in;
    return more
        ? new Axis(
            axis.in, axis.out + 1, axis.kernel, axis.stride, axis.pad, axis.padEnd, axis.dilation)
        : axis;
  }

  private Axis axis(int longest) {
    return Axis.convolved(
        from(1, longest),
        from(1, oneIn(2) ? 3 : 7),
        oneIn(3) ? from(2, 4) : 1,
        oneIn(2) ? from(-1, 3) : 0,
        oneIn(2) ? from(-1, 3) : 0,
        oneIn(4) ? from(2, 3) : 1);
  }
}
