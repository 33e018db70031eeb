package dev.rot180.exec;

import dev.rot180.DataType;
import dev.rot180.onnx.NdArray;
import dev.rot180.ops.Frame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Decides which values share an array: an array is free again after the last step that reads its
 * value.
 */
final class MemoryPlan {
  private static final int NONE = -1;

  private final Values values;
  private final List<DataType> bufferTypes = new ArrayList<>();
  private final List<Integer> bufferSizes = new ArrayList<>();

  /** For each value the buffer that holds it, or {@link #NONE}. */
  private final int[] bufferOf;

  /** Constants that steps read. */
  private final int[] constants;

  MemoryPlan(Values values, List<PlannedStep> steps, int[] wanted) {
    this.values = values;
    bufferOf = new int[values.count()];
    Arrays.fill(bufferOf, NONE);
    int[] lastRead = new int[values.count()];
    BitSet constantReads = new BitSet();
    for (int i = 0; i < steps.size(); i++) {
      for (int value : steps.get(i).makes) {
        lastRead[value] = i; // a workspace, or an output that nobody reads
      }
      for (int value : steps.get(i).reads) {
        lastRead[value] = i;
        constantReads.set(value, values.constant(value) != null);
      }
    }
    for (int value : wanted) {
      lastRead[values.root(value)] = Integer.MAX_VALUE;
    }
    constants = constantReads.stream().toArray();
    assign(steps, lastRead);
    for (int value : wanted) {
      constantReads.set(value);
    }
    values.keepConstants(constantReads); // weights that are packed are not held a second time
  }

  private void assign(List<PlannedStep> steps, int[] lastRead) {
    List<Integer> free = new ArrayList<>();
    boolean[] isFreed = new boolean[values.count()];
    for (int i = 0; i < steps.size(); i++) {
      PlannedStep step = steps.get(i);
      for (int value : step.makes) {
        bufferOf[value] = take(free, values.type(value), values.size(value));
      }
      for (int[] list : new int[][] {step.reads, step.makes}) {
        for (int value : list) {
          if (bufferOf[value] != NONE && lastRead[value] == i && !isFreed[value]) {
            isFreed[value] = true;
            free.add(bufferOf[value]);
          }
        }
      }
    }
  }

  /** The smallest free buffer that is large enough, else the largest one, grown, else a new one. */
  private int take(List<Integer> free, DataType type, int size) {
    int best = NONE;
    for (int i = 0; i < free.size(); i++) {
      int buffer = free.get(i);
      if (bufferTypes.get(buffer) == type
          && (best == NONE
              || isBetter(bufferSizes.get(buffer), bufferSizes.get(free.get(best)), size))) {
        best = i;
      }
    }
    if (best == NONE) {
      bufferTypes.add(type);
      bufferSizes.add(size);
      return bufferTypes.size() - 1;
    }
    int buffer = free.remove(best);
    bufferSizes.set(buffer, Math.max(size, bufferSizes.get(buffer)));
    return buffer;
  }

  private static boolean isBetter(int candidate, int best, int size) {
    return best < size ? candidate > best : candidate >= size && candidate < best;
  }

  /** New arrays for one call at a time. */
  Frame newFrame() {
    Object[] buffers = new Object[bufferTypes.size()];
    for (int i = 0; i < buffers.length; i++) {
      buffers[i] = NdArray.allocate(bufferTypes.get(i), bufferSizes.get(i));
    }
    Frame frame = new Frame(bufferOf.length);
    for (int value = 0; value < bufferOf.length; value++) {
      if (bufferOf[value] != NONE) {
        frame.set(value, buffers[bufferOf[value]]);
      }
    }
    for (int value : constants) {
      frame.set(value, values.constant(value).data());
    }
    return frame;
  }
}
