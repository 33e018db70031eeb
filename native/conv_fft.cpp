// Convolution by Fourier transforms of overlapping tiles (overlap-save). Two tiles travel together
// as the real and the imaginary part of one complex image: the filter is real, so they never mix.
// Tiles of one image only: its bits shall not depend on the rest of the batch.
// Not exact: rounding differs from the contract's chain, by less than 1e-6 of ||x| * |w||.
#include "fft.hpp"
#include "kernels.hpp"
#include "transpose.hpp"

namespace rot180::ROT180_ISA {
namespace {

constexpr Index kLengths[] = {32, 48, 64, 80, 96, 128, 160, 192, 256, 320, 384};
constexpr Index kMaxTile = 320 * 320;  // complex numbers: what L2 can hold
constexpr Index kMaxPlanes = 16;       // channels and filters of a group, together

// Images that a task holds. One filter's spectrum may take the place of the first channel's.
Index planes(const ConvShape& s) { return s.channels + (s.filters > 1 ? s.filters : 0); }

// How the outputs are cut into tiles, and how long the transforms are.
struct Tiling {
  Index rows = 0, columns = 0;          // lengths of the transforms; 0: impossible
  Index out_rows = 0, out_columns = 0;  // outputs of a tile
  Index down = 0, across = 0;           // tiles of a plane
  double cost = 0;                      // of all groups and images, in cycles

  explicit Tiling(const ConvShape& s) {
    for (const Index r : kLengths) {
      for (const Index c : kLengths) consider(s, r, c);
    }
  }

  Index size() const { return rows * columns; }
  Index pairs() const { return ceil_div(down * across, 2); }  // of a group of an image

 private:
  void consider(const ConvShape& s, Index r, Index c) {
    const Index valid_rows = r - s.kernel[1] + 1, valid_columns = c - s.kernel[2] + 1;
    if (valid_rows < 1 || valid_columns < 1 || r * c * planes(s) > kMaxTile) return;
    Tiling t = *this;
    t.rows = r;
    t.columns = c;
    t.down = ceil_div(s.out[1], valid_rows);
    t.across = ceil_div(s.out[2], valid_columns);
    t.out_rows = ceil_div(s.out[1], t.down);
    t.out_columns = min(valid_columns, ceil_div(ceil_div(s.out[2], t.across), 16) * 16);
    double passes = 6;  // loading, transposing, multiplying, storing
    for (Index n = r; n > 1; n = (n + 3) / 4) passes += 4.2;
    for (Index n = c; n > 1; n = (n + 3) / 4) passes += 4.2;
    const double pairs = static_cast<double>(s.batch) * s.group * t.pairs();
    t.cost =
        pairs * r * c / 16 * ((s.channels + s.filters) * passes + 4.0 * s.channels * s.filters);
    if (rows == 0 || t.cost < cost) *this = t;
  }
};

bool supports(const ConvShape& s) {
  const bool plane = s.in[0] == 1 && s.kernel[0] == 1 && s.out[0] == 1;
  const bool dense = s.stride[1] * s.stride[2] * s.dilation[1] * s.dilation[2] == 1;
  const bool has_taps = s.depth() > 0;
  return plane && dense && has_taps && s.channels + s.filters <= kMaxPlanes && Tiling(s).rows > 0;
}

double cost(const ConvShape& s) { return Tiling(s).cost / 3000 + 2; }

// Twiddles of both lengths, then spectra as [group][filter][channel][re, im].
Index header(const Tiling& t) {
  return ceil_div(twiddle_size(t.rows) + twiddle_size(t.columns), 64) * 64;
}
Index packed_size(const ConvShape& s) {
  const Tiling t(s);
  return header(t) + s.group * s.filters * s.channels * 2 * t.size() + 2 * 16 * t.rows;
}

// One complex image, as [block of lanes of row frequencies][column][lane], and its strips.
template <class T>
struct Tile {
  static constexpr Index W = kLanes<T>;
  const Tiling& t;
  const T* row_twiddles;
  const T* column_twiddles;
  T* strip_re;  // [rows][W]
  T* strip_im;

  Tile(const Tiling& tiling, const T* twiddles, T* strip)
      : t(tiling),
        row_twiddles(twiddles),
        column_twiddles(twiddles + twiddle_size(tiling.rows)),
        strip_re(strip),
        strip_im(strip + tiling.rows * W) {}

  // fill(column, re, im) writes a strip of W columns.
  template <class Fill>
  void forward_rows(T* re, T* im, Fill fill) const {
    for (Index x = 0; x < t.columns; x += W) {
      fill(x, strip_re, strip_im);
      fft(t.rows, row_twiddles, strip_re, strip_im);
      for (Index y = 0; y < t.rows; y += W) {
        transpose(strip_re + y * W, re + y * t.columns + x * W);
        transpose(strip_im + y * W, im + y * t.columns + x * W);
      }
    }
  }
  // use(column, re, im) gets them back.
  template <class Use>
  void inverse_rows(const T* re, const T* im, Index columns, Use use) const {
    for (Index x = 0; x < columns; x += W) {
      for (Index y = 0; y < t.rows; y += W) {
        transpose(re + y * t.columns + x * W, strip_re + y * W);
        transpose(im + y * t.columns + x * W, strip_im + y * W);
      }
      inverse_fft(t.rows, row_twiddles, strip_re, strip_im);
      use(x, strip_re, strip_im);
    }
  }
};

template <class T>
void pack(const ConvShape& s, const T* filters, T* packed) {
  const Tiling t(s);
  fill_twiddles(t.rows, packed);
  fill_twiddles(t.columns, packed + twiddle_size(t.rows));
  T* to = packed + header(t);
  T* strip = packed + packed_size(s) - 2 * 16 * t.rows;
  const Tile<T> tile(t, packed, strip);
  const T scale = T(1) / static_cast<T>(t.size());
  for (Index f = 0; f < s.group * s.filters * s.channels; ++f, to += 2 * t.size()) {
    T* im = to + t.size();
    tile.forward_rows(to, im, [&](Index x, T* re_strip, T* im_strip) {
      constexpr Index W = kLanes<T>;
      for (Index y = 0; y < t.rows; ++y) {
        for (Index i = 0; i < W; ++i) {
          const bool inside = y < s.kernel[1] && x + i < s.kernel[2];
          const Index k = f % s.channels * s.taps() + y * s.kernel[2] + x + i;
          re_strip[y * W + i] =
              inside ? filters[f / s.channels * s.depth() + s.weight(k)] * scale : T(0);
          im_strip[y * W + i] = T(0);
        }
      }
    });
    for (Index y = 0; y < t.rows; y += kLanes<T>) {
      fft(t.columns, tile.column_twiddles, to + y * t.columns, im + y * t.columns);
    }
  }
}

template <class T>
Index workspace(const ConvShape& s) {
  const Tiling t(s);
  return planes(s) * 2 * t.size() + 2 * kLanes<T> * t.rows;
}

Index tasks(const ConvShape& s, Index) { return s.batch * s.group * Tiling(s).pairs(); }

// Where a tile's outputs lie.
struct Place {
  Index row, column, rows, columns;  // no rows: there is no such tile

  Place(const ConvShape& s, const Tiling& t, Index tile) {
    row = min(tile / t.across * t.out_rows, s.out[1]);
    column = min(tile % t.across * t.out_columns, s.out[2]);
    rows = tile < t.down * t.across ? min(t.out_rows, s.out[1] - row) : 0;
    columns = min(t.out_columns, s.out[2] - column);
  }
};

// Columns [x, x+W) of the image that a tile sees, zeros around it.
template <class T>
void load_strip(const ConvShape& s, const Tiling& t, const Place& place, const T* plane, Index x,
                T* to) {
  constexpr Index W = kLanes<T>;
  const Index top = place.row - s.before[1], left = place.column - s.before[2] + x;
  const Index needed = place.rows ? place.rows + s.kernel[1] - 1 : 0;
  const Index first = max(0, min(W, -left)), last = max(first, min(W, s.in[2] - left));
  const Partial<T> part(last - first);
  for (Index y = 0; y < t.rows; ++y, to += W) {
    const Index row = top + y;
    const bool inside = y < needed && row >= 0 && row < s.in[1];
    const T* from = plane + row * s.in[2] + left;
    if (inside && first == 0 && last == W) {
      store(to, load(from));
    } else {
      store(to, Vec<T>{});
      if (inside && first < last) part.store(to + first, part.load(from + first));
    }
  }
}

// Writes a strip of outputs; the sum that it adds to shows whether all were finite.
template <class T>
void store_strip(const ConvShape& s, const Place& place, const T* strip, Index x, T bias, T* plane,
                 Vec<T>& zeros) {
  constexpr Index W = kLanes<T>;
  const Index n = min(W, place.columns - x);
  if (n <= 0) return;
  const Partial<T> part(n);
  T* to = plane + place.row * s.out[2] + place.column + x;
  for (Index y = 0; y < place.rows; ++y, strip += W, to += s.out[2]) {
    const Vec<T> value = finish(load(strip) + bias);
    zeros += value * T(0);
    if (n == W) {
      store(to, value);
    } else {
      part.store(to, value);
    }
  }
}

// Row frequencies [block of lanes]: transforms along the columns, products, and back.
template <class T>
void multiply_spectra(const ConvShape& s, const Tiling& t, const T* twiddles, const T* spectra,
                      T* in, T* out) {
  constexpr Index W = kLanes<T>;
  const Index size = t.size(), block = t.columns * W;
  for (Index y = 0; y < t.rows; y += W) {
    const Index at = y * t.columns;
    for (Index c = 0; c < s.channels; ++c) {
      T* re = in + c * 2 * size + at;
      fft(t.columns, twiddles, re, re + size);
    }
    for (Index f = 0; f < s.filters; ++f) {
      T* re = out + f * 2 * size + at;
      for (Index c = 0; c < s.channels; ++c) {
        const T* x = in + c * 2 * size + at;
        const T* w = spectra + (f * s.channels + c) * 2 * size + at;
        for (Index i = 0; i < block; i += W) {
          const Complex<T> a = {load(x + i), load(x + size + i)};
          Complex<T> p = times<true>(a, Complex<T>{load(w + i), load(w + size + i)});
          if (c > 0) p = p + Complex<T>{load(re + i), load(re + size + i)};
          store(re + i, p.re);
          store(re + size + i, p.im);
        }
      }
      inverse_fft(t.columns, twiddles, re, re + size);
    }
  }
}

template <class T>
bool run(const ConvCall<T>& call, Index task, T* scratch) {
  const ConvShape& s = call.shape;
  const Tiling t(s);
  const Index pair = task % t.pairs(), image = task / t.pairs(), g = image % s.group;
  const Place first(s, t, 2 * pair), second(s, t, 2 * pair + 1);
  T* in = scratch;
  T* out = s.filters > 1 ? in + s.channels * 2 * t.size() : in;
  const Tile<T> tile(t, call.filters, scratch + planes(s) * 2 * t.size());
  for (Index c = 0; c < s.channels; ++c) {
    const T* plane = call.x + (image * s.channels + c) * s.in_pixels();
    T* re = in + c * 2 * t.size();
    tile.forward_rows(re, re + t.size(), [&](Index x, T* re_strip, T* im_strip) {
      load_strip(s, t, first, plane, x, re_strip);
      load_strip(s, t, second, plane, x, im_strip);
    });
  }
  const Index spectra = s.filters * s.channels * 2 * t.size();
  multiply_spectra(s, t, tile.column_twiddles, call.filters + header(t) + g * spectra, in, out);
  Vec<T> zeros{};
  for (Index f = 0; f < s.filters; ++f) {
    const T bias = call.bias ? call.bias[g * s.filters + f] : T(0);
    T* plane = call.y + (image * s.filters + f) * s.out_pixels();
    const T* re = out + f * 2 * t.size();
    tile.inverse_rows(re, re + t.size(), t.out_columns,
                      [&](Index x, const T* re_strip, const T* im_strip) {
                        store_strip(s, first, re_strip, x, bias, plane, zeros);
                        if (second.rows == 0) return;
                        store_strip(s, second, im_strip, x, bias, plane, zeros);
                      });
  }
  for (int i = 0; i < kLanes<T>; ++i) {
    if (!(zeros[i] == T(0))) return false;
  }
  return true;
}

template <class T>
constexpr Algorithm<T> kFft = {"fft",   false,        supports, cost,  packed_size,
                               pack<T>, workspace<T>, tasks,    run<T>};

}  // namespace

constinit const Algorithm<float> kConvFftFloat = kFft<float>;
constinit const Algorithm<double> kConvFftDouble = kFft<double>;

}  // namespace rot180::ROT180_ISA
