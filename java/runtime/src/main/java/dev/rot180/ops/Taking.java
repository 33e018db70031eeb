package dev.rot180.ops;

/** Copies elements by a table for each axis: which input place an output place takes. */
final class Taking {
  private final int[] out;
  private final int[][] places;
  private final int[] strides;

  /**
   * Prepares copying.
   *
   * @param shape the input's shape
   * @param out the output's shape
   * @param places for each axis and output place the input's place, or -1 for the fill value
   */
  Taking(int[] shape, int[] out, int[][] places) {
    this.out = out;
    this.places = places;
    this.strides = Shapes.strides(shape);
  }

  /** Copies; {@code fill} holds one element. */
  void run(Object from, Object fill, Object to) {
    if (out.length == 0) {
      Copies.element(from, 0, to, 0);
      return;
    }
    int last = out.length - 1;
    int rows = Shapes.product(out, 0, last);
    int count = out[last];
    for (int row = 0; row < rows; row++) {
      int begin = begin(row);
      for (int i = 0; i < count; i++) {
        int place = places[last][i];
        if (begin < 0 || place < 0) {
          Copies.element(fill, 0, to, row * count + i);
        } else {
          Copies.element(from, begin + place, to, row * count + i);
        }
      }
    }
  }

  /** Where an output row takes its elements from; negative if it is all fill. */
  private int begin(int row) {
    int rest = row;
    int begin = 0;
    for (int axis = out.length - 2; axis >= 0; axis--) {
      int place = places[axis][rest % out[axis]];
      if (place < 0) {
        return -1;
      }
      begin += place * strides[axis];
      rest /= out[axis];
    }
    return begin;
  }
}
