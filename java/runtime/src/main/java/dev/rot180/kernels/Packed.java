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
  }

  /**
   * Packs the filters of a convolution.
   *
   * @param shape the convolution
   * @param filters {@code (filters, channels / group, kernel...)} values
   * @param at where they start
   * @param bias {@code (filters,)} values, or null
   * @param biasAt where they start
   * @return the packed filters
   */
  public static Packed filters(ConvShape shape, float[] filters, int at, float[] bias, int biasAt) {
    int outputs = shape.groupFilters();
    Packed packed = new Packed(shape.group, outputs, shape.steps());
    for (int g = 0; g < packed.groups; g++) {
      for (int o = 0; o < outputs; o++) {
        int filter = g * outputs + o;
        packed.put(g, o, filters, at + filter * packed.steps, 1, 1f);
        if (bias != null) {
          packed.bias[packed.biasAt(g, o)] = bias[biasAt + filter];
        }
      }
    }
    return packed;
  }

  /**
   * Packs the right matrix of a product.
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
    Packed packed = new Packed(1, columns, rows);
    for (int o = 0; o < columns; o++) {
      if (transposed) {
        packed.put(0, o, matrix, at + o * rows, 1, alpha);
      } else {
        packed.put(0, o, matrix, at + o, columns, alpha);
      }
    }
    return packed;
  }

  private void put(int group, int output, float[] from, int at, int step, float alpha) {
    int to = at(group, output / lanes) + output % lanes;
    for (int i = 0; i < steps; i++) {
      data[to + i * lanes] = alpha * from[at + i * step];
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
