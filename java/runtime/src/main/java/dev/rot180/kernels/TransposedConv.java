package dev.rot180.kernels;

/** Transposed convolution, gathered: each output element collects what reaches it. */
final class TransposedConv {
  private TransposedConv() {}

  /** One channel of the output of one image. */
  static void plane(
      ConvShape s,
      int plane,
      float[] x,
      int xAt,
      float[] filters,
      int filtersAt,
      float[] bias,
      float[] y,
      int yAt) {
    int filter = plane % s.filters;
    int group = filter / s.groupFilters();
    int input = xAt + (plane / s.filters * s.channels + group * s.groupChannels()) * s.inPlane();
    int weights =
        filtersAt
            + (group * s.groupChannels() * s.groupFilters() + filter % s.groupFilters()) * s.taps();
    float start = bias == null ? 0.0f : bias[filter];
    int to = yAt + plane * s.outPlane();
    for (int z = 0; z < s.depth.out; z++) {
      for (int r = 0; r < s.height.out; r++) {
        for (int c = 0; c < s.width.out; c++) {
          y[to++] = pixel(s, z, r, c, x, input, filters, weights, start) + 0.0f;
        }
      }
    }
  }

  /** Ascending in the rotated filter is descending in the stored one. */
  private static float pixel(
      ConvShape s,
      int z,
      int r,
      int c,
      float[] x,
      int at,
      float[] filters,
      int weights,
      float sum) {
    int step = s.groupFilters() * s.taps();
    for (int channel = 0; channel < s.groupChannels(); channel++) {
      int plane = at + channel * s.inPlane();
      int filter = weights + channel * step;
      for (int i = s.depth.kernel - 1; i >= 0; i--) {
        int zz = source(s.depth, z, i);
        for (int j = s.height.kernel - 1; zz >= 0 && j >= 0; j--) {
          int rr = source(s.height, r, j);
          for (int k = s.width.kernel - 1; rr >= 0 && k >= 0; k--) {
            int cc = source(s.width, c, k);
            if (cc >= 0) {
              sum =
                  Math.fma(
                      x[plane + (zz * s.height.in + rr) * s.width.in + cc],
                      filters[filter + (i * s.height.kernel + j) * s.width.kernel + k],
                      sum);
            }
          }
        }
      }
    }
    return sum;
  }

  /** The input position that reaches an output position through a filter element, or -1. */
  private static int source(Axis axis, int output, int tap) {
    int reach = output + axis.pad - tap * axis.dilation;
    if (reach < 0 || reach % axis.stride != 0 || reach / axis.stride >= axis.in) {
      return -1;
    }
    return reach / axis.stride;
  }
}
