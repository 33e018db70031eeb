package dev.rot180.ops;

/** Copies elements of any type from place to place. */
final class Copies {
  private Copies() {}

  /** Copies what a walk passes, its first array being the source and its second the target. */
  static void run(Walk walk, Object from, int fromAt, Object to, int toAt) {
    int count = walk.count();
    int step = walk.stride(0);
    int toStep = walk.stride(1);
    for (int row = 0; row < walk.rows(); row++) {
      int source = fromAt + walk.offset(0, row);
      int target = toAt + walk.offset(1, row);
      if (step == 1 && toStep == 1) {
        System.arraycopy(from, source, to, target, count);
      } else {
        strided(from, source, step, to, target, toStep, count);
      }
    }
  }

  private static void strided(
      Object from, int source, int step, Object to, int target, int toStep, int count) {
    if (from instanceof float[]) {
      floats((float[]) from, source, step, (float[]) to, target, toStep, count);
    } else if (from instanceof double[]) {
      for (int i = 0; i < count; i++) {
        ((double[]) to)[target + i * toStep] = ((double[]) from)[source + i * step];
      }
    } else if (from instanceof long[]) {
      for (int i = 0; i < count; i++) {
        ((long[]) to)[target + i * toStep] = ((long[]) from)[source + i * step];
      }
    } else if (from instanceof int[]) {
      for (int i = 0; i < count; i++) {
        ((int[]) to)[target + i * toStep] = ((int[]) from)[source + i * step];
      }
    } else {
      for (int i = 0; i < count; i++) {
        ((boolean[]) to)[target + i * toStep] = ((boolean[]) from)[source + i * step];
      }
    }
  }

  private static void floats(
      float[] from, int source, int step, float[] to, int target, int toStep, int count) {
    for (int i = 0; i < count; i++) {
      to[target + i * toStep] = from[source + i * step];
    }
  }

  /** Copies one element. */
  static void element(Object from, int source, Object to, int target) {
    if (from instanceof float[]) {
      ((float[]) to)[target] = ((float[]) from)[source];
    } else if (from instanceof double[]) {
      ((double[]) to)[target] = ((double[]) from)[source];
    } else if (from instanceof long[]) {
      ((long[]) to)[target] = ((long[]) from)[source];
    } else if (from instanceof int[]) {
      ((int[]) to)[target] = ((int[]) from)[source];
    } else {
      ((boolean[]) to)[target] = ((boolean[]) from)[source];
    }
  }

  /** Puts one element of an array everywhere into a part of another. */
  static void fill(Object from, int source, Object to, int target, int count) {
    if (count == 0) {
      return;
    }
    element(from, source, to, target);
    for (int done = 1; done < count; done *= 2) {
      System.arraycopy(to, target, to, target + done, Math.min(done, count - done));
    }
  }
}
