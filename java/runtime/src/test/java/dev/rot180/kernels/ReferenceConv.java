package dev.rot180.kernels;

/** The definition: one chain for each output element, written as the contract says it. */
final class ReferenceConv {
  private ReferenceConv() {}

  static void conv(
      ConvShape s, float[] x, int xAt, float[] filters, float[] bias, float[] y, int yAt) {
    int to = yAt;
    for (int image = 0; image < s.batch; image++) {
      for (int filter = 0; filter < s.filters; filter++) {
        int first = filter / s.groupFilters() * s.groupChannels();
        int at = xAt + (image * s.channels + first) * s.inPlane();
        for (int z = 0; z < s.depth.out; z++) {
          for (int r = 0; r < s.height.out; r++) {
            for (int c = 0; c < s.width.out; c++) {
              float start = bias == null ? 0.0f : bias[filter];
              y[to++] = chain(s, x, at, z, r, c, filters, filter * s.steps(), start) + 0.0f;
            }
          }
        }
      }
    }
  }

  private static float chain(
      ConvShape s, float[] x, int at, int z, int r, int c, float[] w, int wAt, float sum) {
    for (int channel = 0; channel < s.groupChannels(); channel++) {
      for (int i = 0; i < s.depth.kernel; i++) {
        for (int j = 0; j < s.height.kernel; j++) {
          for (int k = 0; k < s.width.kernel; k++) {
            int zz = z * s.depth.stride - s.depth.pad + i * s.depth.dilation;
            int rr = r * s.height.stride - s.height.pad + j * s.height.dilation;
            int cc = c * s.width.stride - s.width.pad + k * s.width.dilation;
            boolean inside =
                zz >= 0
                    && zz < s.depth.in
                    && rr >= 0
                    && rr < s.height.in
                    && cc >= 0
                    && cc < s.width.in;
            int p = at + ((channel * s.depth.in + zz) * s.height.in + rr) * s.width.in + cc;
            sum = Math.fma(inside ? x[p] : 0.0f, w[wAt++], sum);
          }
        }
      }
    }
    return sum;
  }

  /** y = a b + y, b of shape (steps, columns). */
  static void gemm(int rows, int steps, int columns, float[] a, float[] b, float[] y) {
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        float sum = y[r * columns + c];
        for (int k = 0; k < steps; k++) {
          sum = Math.fma(a[r * steps + k], b[k * columns + c], sum);
        }
        y[r * columns + c] = sum + 0.0f;
      }
    }
  }
}
