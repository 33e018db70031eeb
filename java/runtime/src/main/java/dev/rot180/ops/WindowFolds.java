package dev.rot180.ops;

import dev.rot180.kernels.Axis;
import dev.rot180.kernels.DoubleMath;
import dev.rot180.kernels.PoolShape;

/** The poolings that have no kernel: float64, LpPool, and MaxPool with the places of its maxima. */
final class WindowFolds {
  private WindowFolds() {}

  /** What a pooling does with the elements of one window. */
  private abstract static class Fold {
    final PoolShape shape;

    Fold(PoolShape shape) {
      this.shape = shape;
    }

    abstract void begin();

    abstract void element(int position);

    abstract void end(int output, int z, int r, int c);

    void run() {
      int to = 0;
      for (int plane = 0; plane < shape.planes; plane++) {
        for (int z = 0; z < shape.depth.out; z++) {
          for (int r = 0; r < shape.height.out; r++) {
            for (int c = 0; c < shape.width.out; c++) {
              begin();
              window(plane, z, r, c);
              end(to++, z, r, c);
            }
          }
        }
      }
    }

    private void window(int plane, int z, int r, int c) {
      for (int i = 0; i < shape.depth.kernel; i++) {
        int zz = position(shape.depth, z, i);
        for (int j = 0; zz >= 0 && j < shape.height.kernel; j++) {
          int rr = position(shape.height, r, j);
          for (int k = 0; rr >= 0 && k < shape.width.kernel; k++) {
            int cc = position(shape.width, c, k);
            if (cc >= 0) {
              int row = (plane * shape.depth.in + zz) * shape.height.in + rr;
              element(row * shape.width.in + cc);
            }
          }
        }
      }
    }
  }

  /** The input position of a window's element, negative in the padding. */
  private static int position(Axis axis, int output, int tap) {
    int at = output * axis.stride - axis.pad + tap * axis.dilation;
    return at < axis.in ? at : -1;
  }

  /** Elements of a window along an axis that count in its mean. */
  private static int count(Axis axis, int output, boolean countPads) {
    int low = countPads ? -axis.pad : 0;
    int high = axis.in + (countPads ? axis.padEnd : 0);
    int count = 0;
    for (int tap = 0; tap < axis.kernel; tap++) {
      int at = output * axis.stride - axis.pad + tap * axis.dilation;
      count += at >= low && at < high ? 1 : 0;
    }
    return count;
  }

  static Step max(PoolShape shape, boolean columnMajor, int x, int y, int places) {
    return frame -> {
      Object from = frame.array(x);
      new Fold(shape) {
        private double max;
        private int place;

        @Override
        void begin() {
          max = Double.NEGATIVE_INFINITY;
          place = -1;
        }

        @Override
        void element(int position) {
          double value = get(from, position);
          if (place < 0 || value > max || Double.isNaN(value) && !Double.isNaN(max)) {
            place = position;
          }
          max = Math.max(max, value);
        }

        @Override
        void end(int output, int z, int r, int c) {
          put(frame.array(y), output, max);
          frame.longs(places)[output] = columnMajor ? turned(place) : place;
        }

        private long turned(int position) {
          int plane = shape.inPlane();
          int inside = position % plane;
          int column = inside % shape.width.in;
          int row = inside / shape.width.in % shape.height.in;
          int slice = inside / (shape.width.in * shape.height.in);
          return position
              - inside
              + ((long) column * shape.height.in + row) * shape.depth.in
              + slice;
        }
      }.run();
    };
  }

  static Step average(PoolShape shape, boolean countPads, int x, int y) {
    return frame -> {
      double[] from = frame.doubles(x);
      double[] to = frame.doubles(y);
      new Fold(shape) {
        private double sum;

        @Override
        void begin() {
          sum = -0.0; // what an addition leaves unchanged: the chain begins with its first element
        }

        @Override
        void element(int position) {
          sum += from[position];
        }

        @Override
        void end(int output, int z, int r, int c) {
          int count =
              count(shape.depth, z, countPads)
                  * count(shape.height, r, countPads)
                  * count(shape.width, c, countPads);
          to[output] = sum / count;
        }
      }.run();
    };
  }

  static Step lp(PoolShape shape, double p, int x, int y) {
    return frame -> {
      Object from = frame.array(x);
      new Fold(shape) {
        private double sum;

        @Override
        void begin() {
          sum = 0.0;
        }

        @Override
        void element(int position) {
          double value = Math.abs(get(from, position));
          sum += p == 1 ? value : p == 2 ? value * value : DoubleMath.pow(value, p);
        }

        @Override
        void end(int output, int z, int r, int c) {
          double root = p == 1 ? sum : p == 2 ? Math.sqrt(sum) : DoubleMath.pow(sum, 1.0 / p);
          put(frame.array(y), output, root);
        }
      }.run();
    };
  }

  private static double get(Object array, int position) {
    return array instanceof float[] ? ((float[]) array)[position] : ((double[]) array)[position];
  }

  private static void put(Object array, int position, double value) {
    if (array instanceof float[]) {
      ((float[]) array)[position] = (float) value;
    } else {
      ((double[]) array)[position] = value;
    }
  }
}
