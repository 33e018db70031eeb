package dev.rot180.kernels;

/** Matrix products in plain Java: eight columns in scalars, or the panel where there are rows. */
final class PlainGemm {
  /** Rows from which the panel pays. */
  private static final int WORTH_A_PANEL = 8;

  /** Multiply-adds below which a second thread costs more than it brings. */
  private static final long WORTH_A_THREAD = 1 << 17;

  private PlainGemm() {}

  static void run(int rows, float[] a, int aAt, Packed b, float[] y, int yAt, Parallel parallel) {
    boolean panel = rows >= WORTH_A_PANEL;
    int height = panel ? PlainPanel.WIDTH : rows;
    int width = panel ? PlainPanel.FILTERS : PlainDot.OUTPUTS;
    int bands = (rows + height - 1) / height;
    int cuts = (b.outputs + width - 1) / width;
    boolean alone = (long) rows * b.outputs * b.steps < WORTH_A_THREAD;
    if (alone || parallel.threads() == 1) {
      for (int part = 0; part < bands * cuts; part++) {
        part(part / cuts * height, part % cuts * width, panel, rows, a, aAt, b, y, yAt);
      }
    } else {
      parallel.run(
          bands * cuts,
          part -> part(part / cuts * height, part % cuts * width, panel, rows, a, aAt, b, y, yAt));
    }
  }

  private static void part(
      int row,
      int column,
      boolean panel,
      int rows,
      float[] a,
      int aAt,
      Packed b,
      float[] y,
      int yAt) {
    if (panel) {
      panel(row, column, rows, a, aAt, b, y, yAt);
      return;
    }
    float[] sums = Scratch.floats(Scratch.RESULTS, PlainDot.OUTPUTS);
    int count = Math.min(PlainDot.OUTPUTS, b.outputs - column);
    for (int r = 0; r < rows; r++) {
      int to = yAt + r * b.outputs + column;
      System.arraycopy(y, to, sums, 0, count);
      PlainDot.run(a, aAt + r * b.steps, b.offsets(), b, 0, column, count, sums);
      for (int i = 0; i < count; i++) {
        y[to + i] = sums[i] + 0.0f;
      }
    }
  }

  /** Outputs side by side are rows here, so results come and go across. */
  private static void panel(
      int row, int column, int rows, float[] a, int aAt, Packed b, float[] y, int yAt) {
    float[][] results = PlainPanel.results();
    int width = Math.min(PlainPanel.WIDTH, rows - row);
    int count = Math.min(PlainPanel.FILTERS, b.outputs - column);
    int to = yAt + row * b.outputs + column;
    for (int i = 0; i < count; i++) {
      for (int n = 0; n < width; n++) {
        results[i][n] = y[to + n * b.outputs + i];
      }
    }
    int from = aAt + row * b.steps;
    PlainPanel.run(a, from, b.steps, b.offsets(), width, b, 0, column, count, results);
    for (int i = 0; i < count; i++) {
      for (int n = 0; n < width; n++) {
        y[to + n * b.outputs + i] = results[i][n] + 0.0f;
      }
    }
  }
}
