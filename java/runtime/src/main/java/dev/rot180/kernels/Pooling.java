package dev.rot180.kernels;

/** Pooling of one plane. Padding takes no part: windows are cut to the input beforehand. */
final class Pooling {
  private Pooling() {}

  static void max(PoolShape s, int plane, float[] x, int xAt, float[] y, int yAt) {
    int from = xAt + plane * s.inPlane();
    int to = yAt + plane * s.outPlane();
    for (int z = 0; z < s.depth.out; z++) {
      for (int r = 0; r < s.height.out; r++) {
        for (int c = 0; c < s.width.out; c++) {
          y[to++] = maxOf(s, z, r, c, x, from);
        }
      }
    }
  }

  private static float maxOf(PoolShape s, int z, int r, int c, float[] x, int from) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = s.depth.firstTap(z); i < s.depth.endTap(z); i++) {
      int zz = z * s.depth.stride - s.depth.pad + i * s.depth.dilation;
      for (int j = s.height.firstTap(r); j < s.height.endTap(r); j++) {
        int rr = r * s.height.stride - s.height.pad + j * s.height.dilation;
        int row = from + (zz * s.height.in + rr) * s.width.in;
        for (int k = s.width.firstTap(c); k < s.width.endTap(c); k++) {
          max = Math.max(max, x[row + c * s.width.stride - s.width.pad + k * s.width.dilation]);
        }
      }
    }
    return max;
  }

  static void average(
      PoolShape s, boolean countPads, int plane, float[] x, int xAt, float[] y, int yAt) {
    int from = xAt + plane * s.inPlane();
    int to = yAt + plane * s.outPlane();
    for (int z = 0; z < s.depth.out; z++) {
      for (int r = 0; r < s.height.out; r++) {
        for (int c = 0; c < s.width.out; c++) {
          int count =
              count(s.depth, z, countPads)
                  * count(s.height, r, countPads)
                  * count(s.width, c, countPads);
          y[to++] = sumOf(s, z, r, c, x, from) / count;
        }
      }
    }
  }

  /** Elements of a window that count along an axis. */
  private static int count(Axis axis, int output, boolean countPads) {
    if (!countPads) {
      return Math.max(0, axis.endTap(output) - axis.firstTap(output));
    }
    int room = axis.in + axis.padEnd - (output * axis.stride - axis.pad);
    return Math.min(axis.kernel, (room + axis.dilation - 1) / axis.dilation);
  }

  private static float sumOf(PoolShape s, int z, int r, int c, float[] x, int from) {
    float sum = -0.0f; // the sum starts from the first element itself, whose sign counts
    for (int i = s.depth.firstTap(z); i < s.depth.endTap(z); i++) {
      int zz = z * s.depth.stride - s.depth.pad + i * s.depth.dilation;
      for (int j = s.height.firstTap(r); j < s.height.endTap(r); j++) {
        int rr = r * s.height.stride - s.height.pad + j * s.height.dilation;
        int row = from + (zz * s.height.in + rr) * s.width.in;
        for (int k = s.width.firstTap(c); k < s.width.endTap(c); k++) {
          sum += x[row + c * s.width.stride - s.width.pad + k * s.width.dilation];
        }
      }
    }
    return sum;
  }
}
