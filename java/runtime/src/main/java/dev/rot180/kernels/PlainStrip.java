package dev.rot180.kernels;

import java.util.Arrays;

/** One strip of a convolution in plain Java. */
final class PlainStrip implements StripConv.Strip {
  static final PlainStrip INSTANCE = new PlainStrip();

  /** Outputs below which the panel's copies cost more than they bring. */
  private static final int WORTH_A_PANEL = 16;

  private PlainStrip() {}

  @Override
  public float padding() {
    return 0.0f;
  }

  @Override
  public Lowering.Rows rows() {
    return PlainRows.INSTANCE;
  }

  @Override
  public void run(
      Lowering lowering,
      int strip,
      float[] x,
      int at,
      int room,
      Packed filters,
      int group,
      int from,
      int to,
      float[] y,
      int yAt) {
    int plane = lowering.shape.outPlane();
    if (lowering.numbersOf(strip) < WORTH_A_PANEL) {
      places(lowering, strip, x, at, filters, group, from, to, y, yAt);
      return;
    }
    float[][] results = PlainPanel.results();
    int numbers = lowering.numbersOf(strip);
    for (int first = 0; first < numbers; first += PlainPanel.WIDTH) {
      int width = Math.min(PlainPanel.WIDTH, numbers - first);
      for (int filter = from; filter < to; filter += PlainPanel.FILTERS) {
        int count = Math.min(PlainPanel.FILTERS, to - filter);
        for (int i = 0; i < count; i++) {
          Arrays.fill(results[i], 0, width, filters.bias[filters.biasAt(group, filter + i)]);
        }
        PlainPanel.run(
            x, at + first, 1, lowering.offsets, width, filters, group, filter, count, results);
        for (int i = 0; i < count; i++) {
          if (filters.limited) {
            limit(results[i], width, filters.low, filters.high);
          }
          finish(lowering, strip, results[i], first, width, y, yAt + (filter + i) * plane);
        }
      }
    }
  }

  private static void limit(float[] results, int width, float low, float high) {
    for (int i = 0; i < width; i++) {
      results[i] = Math.min(Math.max(results[i] + 0.0f, low), high);
    }
  }

  /** Ends the chains of the numbers {@code [first, first + width)} and writes the real ones. */
  private static void finish(
      Lowering lowering, int strip, float[] results, int first, int width, float[] y, int yAt) {
    int columns = lowering.columnsOf(strip);
    for (int row = first / lowering.pitch; row * lowering.pitch < first + width; row++) {
      int start = Math.max(first, row * lowering.pitch);
      int end = Math.min(first + width, row * lowering.pitch + (columns - 1) * lowering.step + 1);
      int to = yAt + row * lowering.shape.width.out;
      int column = (start - row * lowering.pitch + lowering.step - 1) / lowering.step;
      for (int n = row * lowering.pitch + column * lowering.step; n < end; n += lowering.step) {
        y[to + column++] = results[n - first] + 0.0f;
      }
    }
  }

  private static void places(
      Lowering lowering,
      int strip,
      float[] x,
      int at,
      Packed filters,
      int group,
      int from,
      int to,
      float[] y,
      int yAt) {
    float[] sums = Scratch.floats(Scratch.RESULTS, PlainDot.OUTPUTS);
    int plane = lowering.shape.outPlane();
    for (int row = 0; row < lowering.rowsOf(strip); row++) {
      for (int column = 0; column < lowering.columnsOf(strip); column++) {
        int place = at + row * lowering.pitch + column * lowering.step;
        int pixel = yAt + row * lowering.shape.width.out + column;
        for (int filter = from; filter < to; filter += PlainDot.OUTPUTS) {
          int count = Math.min(PlainDot.OUTPUTS, to - filter);
          System.arraycopy(filters.bias, filters.biasAt(group, filter), sums, 0, count);
          PlainDot.run(x, place, lowering.offsets, filters, group, filter, count, sums);
          for (int i = 0; i < count; i++) {
            float result = sums[i] + 0.0f;
            y[pixel + (filter + i) * plane] = filters.limited ? filters.limit(result) : result;
          }
        }
      }
    }
  }
}
