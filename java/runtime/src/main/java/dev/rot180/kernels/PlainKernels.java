package dev.rot180.kernels;

/** Kernels in plain Java: no module, no flag, any JVM. */
public final class PlainKernels implements Kernels {
  @Override
  public String name() {
    return "plain";
  }

  @Override
  public void conv(
      ConvShape shape, float[] x, int xAt, Packed filters, float[] y, int yAt, Parallel parallel) {
    parallel.run(
        shape.batch * shape.filters, plane -> convPlane(shape, plane, x, xAt, filters, y, yAt));
  }

  private static void convPlane(
      ConvShape s, int plane, float[] x, int xAt, Packed filters, float[] y, int yAt) {
    int filter = plane % s.filters;
    int group = filter / s.groupFilters();
    int output = filter % s.groupFilters();
    int input = xAt + (plane / s.filters * s.channels + group * s.groupChannels()) * s.inPlane();
    int weights = filters.at(group, output / filters.lanes) + output % filters.lanes;
    float bias = filters.bias[filters.biasAt(group, output)];
    int to = yAt + plane * s.outPlane();
    for (int z = 0; z < s.depth.out; z++) {
      for (int r = 0; r < s.height.out; r++) {
        for (int c = 0; c < s.width.out; c++) {
          y[to++] = convPixel(s, z, r, c, x, input, filters, weights, bias) + 0.0f;
        }
      }
    }
  }

  private static float convPixel(
      ConvShape s, int z, int r, int c, float[] x, int at, Packed filters, int w, float bias) {
    float sum = bias;
    for (int channel = 0; channel < s.groupChannels(); channel++) {
      for (int i = 0; i < s.depth.kernel; i++) {
        int zz = z * s.depth.stride - s.depth.pad + i * s.depth.dilation;
        for (int j = 0; j < s.height.kernel; j++) {
          int rr = r * s.height.stride - s.height.pad + j * s.height.dilation;
          for (int k = 0; k < s.width.kernel; k++) {
            int cc = c * s.width.stride - s.width.pad + k * s.width.dilation;
            boolean inside =
                zz >= 0 && zz < s.depth.in && rr >= 0 && rr < s.height.in && cc >= 0
                    && cc < s.width.in;
            int p = at + ((channel * s.depth.in + zz) * s.height.in + rr) * s.width.in + cc;
            sum = Math.fma(inside ? x[p] : 0.0f, filters.data[w], sum);
            w += filters.lanes;
          }
        }
      }
    }
    return sum;
  }

  @Override
  public void convTranspose(
      ConvShape shape,
      float[] x,
      int xAt,
      float[] filters,
      int filtersAt,
      float[] bias,
      float[] y,
      int yAt,
      Parallel parallel) {
    parallel.run(
        shape.batch * shape.filters,
        plane -> TransposedConv.plane(shape, plane, x, xAt, filters, filtersAt, bias, y, yAt));
  }

  @Override
  public void gemm(int rows, float[] a, int aAt, Packed b, float[] y, int yAt, Parallel parallel) {
    parallel.run(
        rows,
        row -> {
          for (int column = 0; column < b.outputs; column++) {
            int at = yAt + row * b.outputs + column;
            int w = b.at(0, column / b.lanes) + column % b.lanes;
            float sum = y[at];
            for (int k = 0; k < b.steps; k++) {
              sum = Math.fma(a[aAt + row * b.steps + k], b.data[w + k * b.lanes], sum);
            }
            y[at] = sum + 0.0f;
          }
        });
  }

  @Override
  public void maxPool(PoolShape shape, float[] x, int xAt, float[] y, int yAt, Parallel parallel) {
    parallel.run(shape.planes, plane -> Pooling.max(shape, plane, x, xAt, y, yAt));
  }

  @Override
  public void averagePool(
      PoolShape shape,
      boolean countPads,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      Parallel parallel) {
    parallel.run(shape.planes, plane -> Pooling.average(shape, countPads, plane, x, xAt, y, yAt));
  }
}
