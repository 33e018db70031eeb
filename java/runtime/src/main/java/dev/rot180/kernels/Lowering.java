package dev.rot180.kernels;

import java.util.Arrays;

/**
 * A convolution seen as shifts of one row: strips of the padded input, laid out so that every step
 * of the chain reads the outputs' inputs side by side.
 *
 * <p>The output is cut into strips of {@link #rows} x {@link #columns} elements, small enough for
 * what they read to stay in the second-level cache. In a strip, output element (row, column) has
 * the number {@code row * pitch + column}, and step {@code i} of its chain reads {@code base +
 * number + offsets[i]}. A stride is taken out by sorting rows and columns by their remainder
 * ("phases"), so that neighbours stay neighbours. Numbers between {@code columns} and {@code pitch}
 * belong to no element; they are computed and dropped.
 */
final class Lowering {
  /** Floats of a strip's input: 256 KiB, a part of the second-level cache. */
  private static final int STRIP_FLOATS = 1 << 16;

  /** Numbers in a strip: what is computed for some filters stays in the first-level cache. */
  private static final int STRIP_NUMBERS = 960;

  /** Numbers in a strip at least, where there are as many: a few full tiles. */
  private static final int LEAST_NUMBERS = 96;

  /** Room behind a copied strip for vectors that begin in it. */
  static final int SLACK = 64;

  final ConvShape shape;

  /** Whether steps read the input itself: a vector never reaches behind its end, even so. */
  final boolean direct;

  /** Rows of a strip; the last may have fewer. */
  final int rows;

  /** Columns of a strip; the last may have fewer. */
  final int columns;

  /** Distance between the numbers of two neighbours in a row. */
  final int step;

  /** Distance between the numbers of two rows. */
  final int pitch;

  /** Strips in one channel of the output. */
  final int strips;

  /** For each step of the chain, where it reads relative to the element's number. */
  final int[] offsets;

  /** The first of each filter row's steps, where the others follow by {@link #columnOffsets}. */
  final int[] rowOffsets;

  /** For each step of a filter row, where it reads relative to the row's first. */
  final int[] columnOffsets;

  private final int rowStrips;
  private final int columnStrips;

  /** The column stride that is taken out; with 1, columns lie as in the input. */
  final int columnStride;

  private final int[] rowPhases;
  private final int[] columnPhases;

  /** Rows of one phase in a strip's input. */
  private final int phaseRows;

  Lowering(ConvShape shape) {
    this.shape = shape;
    Axis h = shape.height;
    Axis w = shape.width;
    step = shape.isDepthwise() && w.stride == 2 ? 2 : 1;
    columnStride = w.stride / step;
    rowPhases = phases(h, h.stride);
    columnPhases = phases(w, columnStride);
    int rowSpan = (h.kernel - 1) * h.dilation / h.stride;
    int columnSpan = (w.kernel - 1) * w.dilation / columnStride;
    boolean dense =
        h.stride == 1 && w.stride == 1 && isInside(h) && isInside(w) && isInside(shape.depth);
    int lines = shape.groupChannels() * shape.depth.kernel * rowPhases.length * columnPhases.length;
    int columnRoom = Math.max(48, STRIP_FLOATS / (lines * (rowSpan + 1)) - columnSpan);
    columns = even(w.out, Math.min(columnRoom, STRIP_NUMBERS) / step);
    columnStrips = Math.max(1, ceil(w.out, columns));
    int width = dense ? w.in : (columns - 1) * step + 1 + columnSpan;
    int rowRoom = STRIP_FLOATS / (lines * width) - rowSpan;
    rowRoom = Math.max(ceil(LEAST_NUMBERS, width), Math.min(rowRoom, STRIP_NUMBERS / width));
    rows = even(h.out, rowRoom);
    rowStrips = Math.max(1, ceil(h.out, rows));
    strips = shape.depth.out * rowStrips * columnStrips;
    direct = dense && smallest() >= Packed.BLOCK;
    pitch = width;
    phaseRows = rows + rowSpan;
    offsets = direct ? directOffsets() : stripOffsets();
    rowOffsets = new int[offsets.length / Math.max(1, w.kernel)];
    for (int i = 0; i < rowOffsets.length; i++) {
      rowOffsets[i] = offsets[i * w.kernel];
    }
    columnOffsets = new int[Math.min(offsets.length, w.kernel)];
    for (int k = 0; k < columnOffsets.length; k++) {
      columnOffsets[k] = offsets[k] - offsets[0];
    }
  }

  private static boolean isInside(Axis axis) {
    return axis.pad == 0
        && (axis.out - 1) * axis.stride + (axis.kernel - 1) * axis.dilation < axis.in;
  }

  private static int ceil(int a, int b) {
    return (a + b - 1) / b;
  }

  /** The largest part of a length when it is cut as evenly as can be into parts of at most room. */
  private static int even(int length, int room) {
    return Math.max(1, ceil(length, Math.max(1, ceil(length, room))));
  }

  /** Numbers of the smallest strip when the input is read in place. */
  private int smallest() {
    int lastRows = shape.height.out - (rowStrips - 1) * rows;
    int lastColumns = shape.width.out - (columnStrips - 1) * columns;
    return (lastRows - 1) * shape.width.in + lastColumns;
  }

  /** The remainders by the stride of the places that the filter's elements look at. */
  private static int[] phases(Axis axis, int stride) {
    boolean[] used = new boolean[stride];
    int count = 0;
    for (int k = 0; k < axis.kernel; k++) {
      int phase = k * axis.dilation % stride;
      count += used[phase] ? 0 : 1;
      used[phase] = true;
    }
    int[] phases = new int[count];
    for (int phase = 0, n = 0; n < count; phase++) {
      if (used[phase]) {
        phases[n++] = phase;
      }
    }
    return phases;
  }

  private int[] directOffsets() {
    int[] result = new int[shape.steps()];
    int step = 0;
    for (int c = 0; c < shape.groupChannels(); c++) {
      for (int z = 0; z < shape.depth.kernel; z++) {
        for (int r = 0; r < shape.height.kernel; r++) {
          int row =
              ((c * shape.depth.in + z * shape.depth.dilation) * shape.height.in
                      + r * shape.height.dilation)
                  * shape.width.in;
          for (int k = 0; k < shape.width.kernel; k++) {
            result[step++] = row + k * shape.width.dilation;
          }
        }
      }
    }
    return result;
  }

  private int[] stripOffsets() {
    int[] result = new int[shape.steps()];
    Axis h = shape.height;
    Axis w = shape.width;
    int step = 0;
    for (int line = 0; line < shape.groupChannels() * shape.depth.kernel; line++) {
      for (int r = 0; r < h.kernel; r++) {
        int rowPhase = Arrays.binarySearch(rowPhases, r * h.dilation % h.stride);
        for (int k = 0; k < w.kernel; k++) {
          int columnPhase = Arrays.binarySearch(columnPhases, k * w.dilation % columnStride);
          int block = (line * rowPhases.length + rowPhase) * columnPhases.length + columnPhase;
          result[step++] =
              (block * phaseRows + r * h.dilation / h.stride) * pitch
                  + k * w.dilation / columnStride;
        }
      }
    }
    return result;
  }

  /** Floats that a copied strip needs. */
  int stripSize() {
    int lines = shape.groupChannels() * shape.depth.kernel * rowPhases.length * columnPhases.length;
    return lines * phaseRows * pitch + SLACK;
  }

  int firstRow(int strip) {
    return strip / columnStrips % rowStrips * rows;
  }

  int firstColumn(int strip) {
    return strip % columnStrips * columns;
  }

  private int firstDepth(int strip) {
    return strip / columnStrips / rowStrips;
  }

  int rowsOf(int strip) {
    return Math.min(rows, shape.height.out - firstRow(strip));
  }

  int columnsOf(int strip) {
    return Math.min(columns, shape.width.out - firstColumn(strip));
  }

  /** Numbers of a strip, from its first element to its last. */
  int numbersOf(int strip) {
    return (rowsOf(strip) - 1) * pitch + (columnsOf(strip) - 1) * step + 1;
  }

  /** Where the strip's first element is in its channel of the output. */
  int outputAt(int strip) {
    return (firstDepth(strip) * shape.height.out + firstRow(strip)) * shape.width.out
        + firstColumn(strip);
  }

  /** Where the strip's first element reads at offset 0 when there is no copy. */
  int inputAt(int strip) {
    int z = firstDepth(strip) * shape.depth.stride;
    return (z * shape.height.in + firstRow(strip)) * shape.width.in + firstColumn(strip);
  }

  /**
   * Writes a channel's results into the output, without the numbers that belong to no element.
   *
   * @param strip number of the strip
   * @param results one for each number
   * @param at where they start
   * @param y the output
   * @param yAt where the strip begins in the channel
   * @param copier does the rows
   */
  void store(int strip, float[] results, int at, float[] y, int yAt, Rows copier) {
    int count = columnsOf(strip);
    int rows = rowsOf(strip);
    if (step == 1 && count == pitch && count == shape.width.out) {
      count *= rows; // no gaps: one long row
      rows = 1;
    }
    for (int r = 0; r < rows; r++) {
      int from = at + r * pitch;
      int to = yAt + r * shape.width.out;
      if (step == 1) {
        copier.copy(results, from, y, to, count);
      } else {
        copier.gather(results, from, step, y, to, count);
      }
    }
  }

  /** Copies parts of rows: as vectors can, or as plain Java can. */
  interface Rows {
    /** Copies count floats. */
    void copy(float[] from, int at, float[] to, int toAt, int count);

    /** Copies count floats that lie a stride apart. */
    void gather(float[] from, int at, int stride, float[] to, int toAt, int count);
  }

  /**
   * Copies what a strip reads; what is padding is left as it was.
   *
   * @param x the input
   * @param at where the group's first channel starts
   * @param strip number of the strip
   * @param to receives {@link #stripSize()} floats
   * @param copier does the rows
   */
  void copy(float[] x, int at, int strip, float[] to, Rows copier) {
    Axis d = shape.depth;
    int line = 0;
    for (int c = 0; c < shape.groupChannels(); c++) {
      for (int k = 0; k < d.kernel; k++) {
        int z = firstDepth(strip) * d.stride - d.pad + k * d.dilation;
        if (z >= 0 && z < d.in) {
          copyPlane(
              x, at + (c * d.in + z) * shape.height.in * shape.width.in, strip, to, line, copier);
        }
        line += rowPhases.length * columnPhases.length;
      }
    }
  }

  private void copyPlane(float[] x, int at, int strip, float[] to, int line, Rows copier) {
    Axis h = shape.height;
    Axis w = shape.width;
    int needed = rowsOf(strip) + phaseRows - rows;
    int out = line * phaseRows * pitch;
    for (int rowPhase : rowPhases) {
      int row = firstRow(strip) * h.stride - h.pad + rowPhase;
      int firstRow = first(row, h.stride);
      int endRow = Math.min(needed, end(row, h.in, h.stride));
      for (int columnPhase : columnPhases) {
        int column = firstColumn(strip) * w.stride - w.pad + columnPhase;
        int first = first(column, columnStride);
        int count = Math.min(pitch, end(column, w.in, columnStride)) - first;
        for (int r = firstRow; r < endRow && count > 0; r++) {
          int from = at + (row + r * h.stride) * w.in + column + first * columnStride;
          if (columnStride == 1) {
            copier.copy(x, from, to, out + r * pitch + first, count);
          } else {
            copier.gather(x, from, columnStride, to, out + r * pitch + first, count);
          }
        }
        out += phaseRows * pitch;
      }
    }
  }

  /** The first of the places start, start + stride, ... that is not before the input. */
  private static int first(int start, int stride) {
    return start >= 0 ? 0 : ceil(-start, stride);
  }

  /** One past the last of them that is not behind it. */
  private static int end(int start, int length, int stride) {
    return start >= length ? 0 : ceil(length - start, stride);
  }
}
