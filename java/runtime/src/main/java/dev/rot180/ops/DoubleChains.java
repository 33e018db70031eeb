package dev.rot180.ops;

import dev.rot180.kernels.ConvShape;
import java.util.Arrays;

/** The chains of products in float64, plainly written: models in float64 are rare. */
final class DoubleChains {
  private DoubleChains() {}

  static void conv(ConvShape s, double[] x, double[] w, double[] bias, double[] y) {
    int to = 0;
    for (int n = 0; n < s.batch; n++) {
      for (int filter = 0; filter < s.filters; filter++) {
        int from = (n * s.channels + filter / s.groupFilters() * s.groupChannels()) * s.inPlane();
        double start = bias == null ? 0.0 : bias[filter];
        for (int z = 0; z < s.depth.out; z++) {
          for (int r = 0; r < s.height.out; r++) {
            for (int c = 0; c < s.width.out; c++) {
              y[to++] = pixel(s, z, r, c, x, from, w, filter * s.steps(), start) + 0.0;
            }
          }
        }
      }
    }
  }

  private static double pixel(
      ConvShape s, int z, int r, int c, double[] x, int from, double[] w, int at, double start) {
    double sum = start;
    for (int channel = 0; channel < s.groupChannels(); channel++) {
      for (int i = 0; i < s.depth.kernel; i++) {
        int zz = z * s.depth.stride - s.depth.pad + i * s.depth.dilation;
        for (int j = 0; j < s.height.kernel; j++) {
          int rr = r * s.height.stride - s.height.pad + j * s.height.dilation;
          for (int k = 0; k < s.width.kernel; k++) {
            int cc = c * s.width.stride - s.width.pad + k * s.width.dilation;
            boolean inside =
                zz >= 0
                    && zz < s.depth.in
                    && rr >= 0
                    && rr < s.height.in
                    && cc >= 0
                    && cc < s.width.in;
            int p = ((channel * s.depth.in + zz) * s.height.in + rr) * s.width.in + cc;
            sum = Math.fma(inside ? x[from + p] : 0.0, w[at++], sum);
          }
        }
      }
    }
    return sum;
  }

  /**
   * Transposed convolution. Scattering input channel by channel gives every output element its
   * products by ascending input channel and, as the input positions go backwards, by ascending
   * position in the rotated filter.
   */
  static void convTranspose(ConvShape s, double[] x, double[] w, double[] bias, double[] y) {
    int plane = s.outPlane();
    for (int n = 0; n < s.batch; n++) {
      for (int filter = 0; filter < s.filters; filter++) {
        int to = (n * s.filters + filter) * plane;
        Arrays.fill(y, to, to + plane, bias == null ? 0.0 : bias[filter]);
        int group = filter / s.groupFilters();
        for (int c = 0; c < s.groupChannels(); c++) {
          int channel = group * s.groupChannels() + c;
          int weights = (channel * s.groupFilters() + filter % s.groupFilters()) * s.taps();
          scatter(s, x, (n * s.channels + channel) * s.inPlane(), w, weights, y, to);
        }
        for (int i = to; i < to + plane; i++) {
          y[i] += 0.0;
        }
      }
    }
  }

  private static void scatter(
      ConvShape s, double[] x, int from, double[] w, int weights, double[] y, int to) {
    // An output element meets the taps of the rotated filter in ascending order when the taps of
    // the filter itself are taken in descending order.
    for (int i = s.depth.kernel - 1; i >= 0; i--) {
      for (int j = s.height.kernel - 1; j >= 0; j--) {
        for (int k = s.width.kernel - 1; k >= 0; k--) {
          double weight = w[weights + (i * s.height.kernel + j) * s.width.kernel + k];
          for (int z = 0; z < s.depth.in; z++) {
            int zz = z * s.depth.stride - s.depth.pad + i * s.depth.dilation;
            for (int r = 0; r < s.height.in && zz >= 0 && zz < s.depth.out; r++) {
              int rr = r * s.height.stride - s.height.pad + j * s.height.dilation;
              if (rr < 0 || rr >= s.height.out) {
                continue;
              }
              for (int c = 0; c < s.width.in; c++) {
                int cc = c * s.width.stride - s.width.pad + k * s.width.dilation;
                if (cc >= 0 && cc < s.width.out) {
                  int p = from + (z * s.height.in + r) * s.width.in + c;
                  int at = to + (zz * s.height.out + rr) * s.width.out + cc;
                  y[at] = Math.fma(x[p], weight, y[at]);
                }
              }
            }
          }
        }
      }
    }
  }

  /** {@code y = fma(a, b, y)} along the steps; y holds the start of each chain. */
  static void gemm(
      int rows,
      int steps,
      int columns,
      double[] a,
      int aAt,
      double[] b,
      int bAt,
      double[] y,
      int yAt) {
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int at = yAt + row * columns + column;
        double sum = y[at];
        for (int k = 0; k < steps; k++) {
          sum = Math.fma(a[aAt + row * steps + k], b[bAt + k * columns + column], sum);
        }
        y[at] = sum + 0.0;
      }
    }
  }
}
