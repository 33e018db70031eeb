package dev.rot180.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * One strip of a convolution on vectors: along its outputs, or along the filters if it is small.
 */
final class VectorStrip implements StripConv.Strip {
  static final VectorStrip INSTANCE = new VectorStrip();

  private static final VectorSpecies<Float> S = VectorKernels.SPECIES;
  private static final int L = VectorKernels.LANES;

  private VectorStrip() {}

  @Override
  public float padding() {
    return 0.0f;
  }

  @Override
  public Lowering.Rows rows() {
    return VectorCopy.INSTANCE;
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
    if (filters.lanes == 1) {
      single(lowering, strip, x, at, room, filters, group, y, yAt);
    } else if (isSmall(lowering, strip, to - from)) {
      columns(lowering, strip, x, at, filters, group, from, to, y, yAt);
    } else {
      rows(lowering, strip, x, at, room, filters, group, from, to, y, yAt);
    }
  }

  /**
   * Whether vectors along the filters waste less: each way's cost is its tiles, full or not. (A
   * tile of twelve places costs 14 where one of three vectors costs 12: measured.)
   */
  private static boolean isSmall(Lowering lowering, int strip, int filters) {
    int numbers = lowering.numbersOf(strip);
    int places = lowering.rowsOf(strip) * lowering.columnsOf(strip);
    int wide = VectorRows.WIDE;
    double alongRows = (numbers / wide * 12 + (numbers % wide + L - 1) / L * 5) / 8.0;
    alongRows *= (filters + 7) / 8 * 8;
    double alongFilters = (places / 12 * 14 + (places % 12 + 3) / 4 * 5) / (2.0 * L);
    alongFilters *= (filters + 2 * L - 1) / (2 * L) * (2 * L);
    return alongFilters < alongRows;
  }

  private static void rows(
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
    int count = lowering.numbersOf(strip);
    int row = count + VectorRows.WIDE;
    float[] results = Scratch.floats(Scratch.RESULTS, 8 * row);
    int plane = lowering.shape.outPlane();
    for (int filter = from; filter < to; filter += 8) {
      int weights = filters.at(group, filter / Packed.BLOCK) + filter % Packed.BLOCK;
      int bias = filters.biasAt(group, filter);
      VectorRows.eight(
          x,
          at,
          count,
          room,
          lowering.offsets,
          filters.data,
          weights,
          filters.bias,
          bias,
          results,
          row);
      for (int i = 0; i < Math.min(8, to - filter); i++) {
        limit(filters, count, results, i * row);
        lowering.store(strip, results, i * row, y, yAt + (filter + i) * plane, VectorCopy.INSTANCE);
      }
    }
  }

  private static void single(
      Lowering lowering,
      int strip,
      float[] x,
      int at,
      int room,
      Packed filters,
      int group,
      float[] y,
      int yAt) {
    int count = lowering.numbersOf(strip);
    float[] results = Scratch.floats(Scratch.RESULTS, count + 8 * L);
    VectorRows.one(
        x,
        at,
        count,
        room,
        lowering.offsets,
        filters.data,
        filters.at(group, 0),
        filters.bias[group],
        results);
    limit(filters, count, results, 0);
    lowering.store(strip, results, 0, y, yAt, VectorCopy.INSTANCE);
  }

  /** Limits results while they are in the first-level cache; those behind them don't matter. */
  private static void limit(Packed filters, int count, float[] results, int at) {
    if (filters.limited) {
      VectorClip.run(count, results, at, results, at, filters.low, filters.high);
    }
  }

  private static void columns(
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
    int width = lowering.columnsOf(strip);
    int count = lowering.rowsOf(strip) * width;
    int[] places = Scratch.ints(count + VectorColumns.PLACES);
    for (int p = 0; p < count + VectorColumns.PLACES; p++) {
      int place = Math.min(p, count - 1);
      places[p] = place / width * lowering.pitch + place % width;
    }
    float[] tile = Scratch.floats(Scratch.RESULTS, 2 * L * VectorColumns.PLACES);
    int plane = lowering.shape.outPlane();
    for (int filter = from; filter < to; filter += 2 * L) {
      int w0 = filters.at(group, filter / Packed.BLOCK) + filter % Packed.BLOCK;
      int second = filter + L < to ? filter + L : filter;
      int w1 = filters.at(group, second / Packed.BLOCK) + second % Packed.BLOCK;
      FloatVector bias0 = FloatVector.fromArray(S, filters.bias, filters.biasAt(group, filter));
      FloatVector bias1 = FloatVector.fromArray(S, filters.bias, filters.biasAt(group, second));
      int made;
      for (int p = 0; p < count; p += made) {
        made = Math.min(count - p, count - p > 4 ? VectorColumns.PLACES : 4);
        for (int t = 0; t < VectorColumns.PLACES; t++) {
          bias0.intoArray(tile, 2 * t * L);
          bias1.intoArray(tile, (2 * t + 1) * L);
        }
        VectorColumns.places(made, x, at, places, p, lowering.offsets, filters.data, w0, w1, tile);
        for (int i = 0; i < Math.min(2 * L, to - filter); i++) {
          int channel = yAt + (filter + i) * plane;
          for (int t = 0; t < made; t++) {
            int place = p + t;
            float result = tile[2 * t * L + i] + 0.0f;
            y[channel + place / width * lowering.shape.width.out + place % width] =
                filters.limited ? filters.limit(result) : result;
          }
        }
      }
    }
  }
}
