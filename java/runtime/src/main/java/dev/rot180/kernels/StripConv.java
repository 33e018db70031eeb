package dev.rot180.kernels;

import java.util.Arrays;

/** A convolution cut into strips and ranges of filters: the parts that threads share out. */
final class StripConv {
  /** Multiply-adds below which a second thread costs more than it brings. */
  private static final long WORTH_A_THREAD = 1 << 21;

  /** Multiply-adds in a part at least: the cost of taking a part is small beside it. */
  private static final long PART = 1 << 17;

  private StripConv() {}

  /** Computes some filters of one group on one strip. */
  interface Strip {
    /**
     * Fills its place in the output.
     *
     * @param lowering the convolution's layout
     * @param strip number of the strip
     * @param x what the chains read
     * @param at where the strip's first element reads at offset 0
     * @param room numbers that can be read from there
     * @param filters the packed filters
     * @param group the group
     * @param from first filter of the group
     * @param to one past the last
     * @param y the output
     * @param yAt where the strip begins in the channel of the group's first filter
     */
    void run(
        Lowering lowering,
        int strip,
        float[] x,
        int at,
        int room,
        Packed filters,
        int group,
        int from,
        int to,
        float[] y,
        int yAt);

    /** What stands in for elements outside the input. */
    float padding();

    /** How rows are copied. */
    Lowering.Rows rows();
  }

  static void run(
      Strip kernel,
      ConvShape shape,
      float[] x,
      int xAt,
      Packed filters,
      float[] y,
      int yAt,
      Parallel parallel) {
    Lowering lowering = shape.lowering();
    long items = (long) shape.batch * shape.group * lowering.strips;
    if (items == 0 || shape.work() == 0 && shape.steps() != 0) {
      return;
    }
    int threads = shape.work() < WORTH_A_THREAD ? 1 : parallel.threads();
    int blocks = (shape.groupFilters() + Packed.BLOCK - 1) / Packed.BLOCK;
    int cuts = (int) Math.max(1, Math.min(blocks, 2L * threads / items));
    if (threads == 1) {
      items(kernel, shape, x, xAt, filters, y, yAt, 0, items, 1, 0);
      return;
    }
    long each = Math.max(1, PART * items / Math.max(1, shape.work()));
    each = Math.min(each, Math.max(1, items / (2L * threads)));
    int runs = (int) ((items + each - 1) / each);
    long size = each;
    parallel.run(
        runs * cuts,
        part -> {
          long from = part / cuts * size;
          long to = Math.min(items, from + size);
          items(kernel, shape, x, xAt, filters, y, yAt, from, to, cuts, part % cuts);
        });
  }

  /** Some strips of some groups of some images, and one of {@code cuts} ranges of filters. */
  private static void items(
      Strip kernel,
      ConvShape shape,
      float[] x,
      int xAt,
      Packed filters,
      float[] y,
      int yAt,
      long from,
      long to,
      int cuts,
      int cut) {
    Lowering lowering = shape.lowering();
    int groupFilters = shape.groupFilters();
    int blocks = (groupFilters + Packed.BLOCK - 1) / Packed.BLOCK;
    int first = blocks * cut / cuts * Packed.BLOCK;
    int end = Math.min(groupFilters, blocks * (cut + 1) / cuts * Packed.BLOCK);
    float[] copy = lowering.direct ? null : Scratch.floats(Scratch.STRIP, lowering.stripSize());
    int cleared = -1;
    for (long item = from; item < to; item++) {
      int strip = (int) (item % lowering.strips);
      int plane = (int) (item / lowering.strips); // image and group
      int input = xAt + plane * shape.groupChannels() * shape.inPlane();
      int output = yAt + plane * groupFilters * shape.outPlane() + lowering.outputAt(strip);
      int group = plane % shape.group;
      int numbers = lowering.numbersOf(strip);
      if (lowering.direct) {
        int at = input + lowering.inputAt(strip);
        kernel.run(lowering, strip, x, at, numbers, filters, group, first, end, y, output);
      } else {
        if (strip != cleared) {
          Arrays.fill(copy, 0, lowering.stripSize(), kernel.padding());
          cleared = strip; // the next channel has its padding at the same places
        }
        lowering.copy(x, input, strip, copy, kernel.rows());
        int room = numbers + Lowering.SLACK;
        kernel.run(lowering, strip, copy, 0, room, filters, group, first, end, y, output);
      }
    }
  }
}
