package dev.rot180.onnx;

import java.util.Arrays;

/** A growing array of long. */
final class LongList {
  private long[] items = new long[8];
  private int size;

  void add(long item) {
    if (size == items.length) {
      items = Arrays.copyOf(items, size * 2);
    }
    items[size++] = item;
  }

  int size() {
    return size;
  }

  long[] toArray() {
    return Arrays.copyOf(items, size);
  }
}
