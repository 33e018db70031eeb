package dev.rot180.kernels;

/**
 * Weights in the order in which the kernels read them, with the bias that starts each chain.
 *
 * <p>The outputs of a group are cut into blocks of {@link #lanes}; a block holds, for every step of
 * the chain, the weights of its outputs side by side: {@code [group][block][step][lane]}. The last
 * block of a group is filled up with zeros. One layout serves the plain kernels and every vector
 * width, so that changing over costs no second copy.
 */
public final class Packed {
  /** Outputs side by side in a block: 16, the floats of a 512-bit register. */
  static final int BLOCK = 16;

  /** Number of groups. */
  final int groups;

  /** Outputs of one group: filters, or columns of the right matrix. */
  final int outputs;

  /** Products in the chain of one output. */
  final int steps;

  /** Outputs in a block: 1 for depthwise filters, else {@link #BLOCK}. */
  final int lanes;

  /** Blocks of one group. */
  final int blocks;

  /** The weights. */
  final float[] data;

  /** What each chain starts with, one per output of all groups, each group filled up to blocks. */
  final float[] bias;

  /** Whether the results of a convolution are limited to a range as they are written. */
  final boolean limited;

  /** The range: neither NaN nor -0.0. */
  final float low;

  final float high;

  /**
   * 0, 1, 2 ...: where the steps of a chain read in a row of the left matrix; made at first use.
   */
  private volatile int[] offsets;

  private Packed(int groups, int outputs, int steps) {
    this.groups = groups;
    this.outputs = outputs;
    this.steps = steps;
    this.lanes = outputs == 1 && groups > 1 ? 1 : BLOCK;
    this.blocks = (outputs + lanes - 1) / lanes;
    long size = (long) groups * blocks * steps * lanes;
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "weights of "
              + groups
              + " x "
              + outputs
              + " x "
              + steps
              + " values do not fit into one Java array");
    }
    this.data = new float[(int) size];
    this.bias = new float[groups * blocks * lanes];
    this.limited = false;
    this.low = Float.NEGATIVE_INFINITY;
    this.high = Float.POSITIVE_INFINITY;
  }

  private Packed(Packed other, float low, float high) {
    this.groups = other.groups;
    this.outputs = other.outputs;
    this.steps = other.steps;
    this.lanes = other.lanes;
    this.blocks = other.blocks;
    this.data = other.data;
    this.bias = other.bias;
    this.limited = true;
    this.low = low;
    this.high = high;
  }

  /**
   * The same filters for a convolution whose results are limited, as {@link Kernels#clip} does it.
   *
   * @param low the lower limit, neither NaN nor -0.0
   * @param high the upper limit, neither NaN nor -0.0
   * @return filters that share their weights with these
   */
  public Packed limitedTo(float low, float high) {
    return new Packed(this, low, high);
  }

  /** A result within the limits; it is never -0.0, so that maximum and minimum say the same. */
  float limit(float result) {
    return Math.min(Math.max(result, low), high);
  }

  /** Where weights come from: an array, or the bytes of a file. */
  public interface Source {
    /**
     * Copies some of them.
     *
     * @param at number of the first
     * @param count how many
     * @param to receives them, from its begin
     */
    void read(int at, int count, float[] to);
  }

  /** The values of an array from a place on. */
  static Source array(float[] values, int start) {
    return (at, count, to) -> System.arraycopy(values, start + at, to, 0, count);
  }

  /**
   * Packs the filters of a convolution.
   *
   * @param shape the convolution
   * @param filters {@code (filters, channels / group, kernel...)} values
   * @param bias {@code (filters,)} values, or null
   * @return the packed filters
   */
  public static Packed filters(ConvShape shape, Source filters, Source bias) {
    int outputs = shape.groupFilters();
    Packed packed = new Packed(shape.group, outputs, shape.steps());
    float[] line = new float[Math.max(packed.steps, outputs)];
    for (int g = 0; g < packed.groups; g++) {
      for (int o = 0; o < outputs; o++) {
        filters.read((g * outputs + o) * packed.steps, packed.steps, line);
        packed.putOutput(g, o, line, 1f);
      }
      if (bias != null) {
        bias.read(g * outputs, outputs, line);
        System.arraycopy(line, 0, packed.bias, packed.biasAt(g, 0), outputs);
      }
    }
    return packed;
  }

  /**
   * Packs filters that are an array.
   *
   * @param shape the convolution
   * @param filters {@code (filters, channels / group, kernel...)} values
   * @param at where they start
   * @param bias {@code (filters,)} values, or null
   * @param biasAt where they start
   * @return the packed filters
   */
  public static Packed filters(ConvShape shape, float[] filters, int at, float[] bias, int biasAt) {
    return filters(shape, array(filters, at), bias == null ? null : array(bias, biasAt));
  }

  /**
   * Packs the right matrix of a product.
   *
   * @param rows its rows, the length of the chains
   * @param columns its columns
   * @param matrix {@code (rows, columns)} values, or {@code (columns, rows)} if transposed
   * @param transposed whether a column's values are adjacent
   * @param alpha factor that is multiplied into each value, rounded to float32
   * @return the packed matrix
   */
  public static Packed matrix(
      int rows, int columns, Source matrix, boolean transposed, float alpha) {
    Packed packed = new Packed(1, columns, rows);
    float[] line = new float[transposed ? rows : columns];
    for (int i = 0; i < (transposed ? columns : rows); i++) {
      matrix.read(i * line.length, line.length, line);
      if (transposed) {
        packed.putOutput(0, i, line, alpha);
      } else {
        packed.putStep(i, line, alpha);
      }
    }
    return packed;
  }

  /**
   * Packs a right matrix that is an array.
   *
   * @param rows its rows, the length of the chains
   * @param columns its columns
   * @param matrix {@code (rows, columns)} values, or {@code (columns, rows)} if transposed
   * @param at where they start
   * @param transposed whether a column's values are adjacent
   * @param alpha factor that is multiplied into each value, rounded to float32
   * @return the packed matrix
   */
  public static Packed matrix(
      int rows, int columns, float[] matrix, int at, boolean transposed, float alpha) {
    return matrix(rows, columns, array(matrix, at), transposed, alpha);
  }

  /** Puts the weights of one output at their places. */
  private void putOutput(int group, int output, float[] line, float alpha) {
    int to = at(group, output / lanes) + output % lanes;
    for (int i = 0; i < steps; i++) {
      data[to + i * lanes] = alpha * line[i];
    }
  }

  /** Puts the weights that one step has for all outputs at their places. */
  private void putStep(int step, float[] line, float alpha) {
    for (int o = 0; o < outputs; o++) {
      data[at(0, o / lanes) + step * lanes + o % lanes] = alpha * line[o];
    }
  }

  /** Where a block starts in {@link #data}. */
  int at(int group, int block) {
    return (group * blocks + block) * steps * lanes;
  }

  /** Where an output's start value is in {@link #bias}. */
  int biasAt(int group, int output) {
    return group * blocks * lanes + output;
  }

  /** The numbers from 0 to {@code steps - 1}. */
  int[] offsets() {
    int[] made = offsets;
    if (made == null) {
      made = new int[steps];
      for (int i = 0; i < steps; i++) {
        made[i] = i;
      }
      offsets = made;
    }
    return made;
  }
}
