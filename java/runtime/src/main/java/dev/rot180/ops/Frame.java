package dev.rot180.ops;

import dev.rot180.kernels.Kernels;
import dev.rot180.kernels.Parallel;
import java.util.Arrays;

/** The arrays of one call, by position: constants, inputs, and room for everything in between. */
public final class Frame {
  private Object[] arrays;
  private Kernels kernels;
  private Parallel parallel;

  public Frame(int size) {
    arrays = new Object[size];
  }

  /** Says what this call computes with. */
  public void use(Kernels kernels, Parallel parallel) {
    this.kernels = kernels;
    this.parallel = parallel;
  }

  public Kernels kernels() {
    return kernels;
  }

  public Parallel parallel() {
    return parallel;
  }

  public void set(int position, Object array) {
    if (position >= arrays.length) {
      arrays = Arrays.copyOf(arrays, Math.max(position + 1, arrays.length * 3 / 2));
    }
    arrays[position] = array;
  }

  public Object array(int position) {
    return arrays[position];
  }

  public float[] floats(int position) {
    return (float[]) arrays[position];
  }

  public double[] doubles(int position) {
    return (double[]) arrays[position];
  }

  public long[] longs(int position) {
    return (long[]) arrays[position];
  }

  public int[] ints(int position) {
    return (int[]) arrays[position];
  }

  public boolean[] booleans(int position) {
    return (boolean[]) arrays[position];
  }
}
