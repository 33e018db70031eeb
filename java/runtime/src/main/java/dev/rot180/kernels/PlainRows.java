package dev.rot180.kernels;

/** Copies rows in plain Java. */
final class PlainRows implements Lowering.Rows {
  static final PlainRows INSTANCE = new PlainRows();

  private PlainRows() {}

  @Override
  public void copy(float[] from, int at, float[] to, int toAt, int count) {
    System.arraycopy(from, at, to, toAt, count);
  }

  @Override
  public void gather(float[] from, int at, int stride, float[] to, int toAt, int count) {
    for (int i = 0, p = at; i < count; i++, p += stride) {
      to[toAt + i] = from[p];
    }
  }
}
