package dev.rot180.kernels;

/** The definition of the poolings: each window by itself. */
final class ReferencePool {
  private ReferencePool() {}

  static void max(PoolShape s, float[] x, float[] y) {
    forEachWindow(
        s,
        (plane, z, r, c, to) -> {
          float max = Float.NEGATIVE_INFINITY;
          for (int at : window(s, plane, z, r, c)) {
            max = at < 0 ? max : Math.max(max, x[at]);
          }
          y[to] = max;
        });
  }

  static void average(PoolShape s, boolean countPads, float[] x, float[] y) {
    forEachWindow(
        s,
        (plane, z, r, c, to) -> {
          float sum = -0.0f; // of nothing at all
          int real = 0;
          int pads = 0;
          for (int at : window(s, plane, z, r, c)) {
            if (at >= 0) {
              sum = real++ == 0 ? x[at] : sum + x[at];
            } else if (at == PADDING) {
              pads++;
            }
          }
          y[to] = sum / (countPads ? real + pads : real);
        });
  }

  private static final int PADDING = -1;
  private static final int BEYOND = -2;

  private interface Window {
    void at(int plane, int z, int r, int c, int to);
  }

  private static void forEachWindow(PoolShape s, Window body) {
    int to = 0;
    for (int plane = 0; plane < s.planes; plane++) {
      for (int z = 0; z < s.depth.out; z++) {
        for (int r = 0; r < s.height.out; r++) {
          for (int c = 0; c < s.width.out; c++) {
            body.at(plane, z, r, c, to++);
          }
        }
      }
    }
  }

  private static int[] window(PoolShape s, int plane, int z, int r, int c) {
    int[] result = new int[s.depth.kernel * s.height.kernel * s.width.kernel];
    int count = 0;
    for (int i = 0; i < s.depth.kernel; i++) {
      for (int j = 0; j < s.height.kernel; j++) {
        for (int k = 0; k < s.width.kernel; k++) {
          int zz = place(s.depth, z, i);
          int rr = place(s.height, r, j);
          int cc = place(s.width, c, k);
          int worst = Math.min(zz, Math.min(rr, cc));
          result[count++] =
              worst < 0 ? worst : ((plane * s.depth.in + zz) * s.height.in + rr) * s.width.in + cc;
        }
      }
    }
    return result;
  }

  private static int place(Axis axis, int output, int tap) {
    int place = output * axis.stride - axis.pad + tap * axis.dilation;
    return place >= axis.in + axis.padEnd
        ? BEYOND
        : place < 0 || place >= axis.in ? PADDING : place;
  }
}
