// IEEE 754-2019 maximum and minimum: a NaN wins, -0 < +0. No branches, so that loops vectorise.
#pragma once

#include <bit>
#include <cstdint>
#include <type_traits>

namespace rot180::ROT180_ISA {

template <class T>
inline T maximum(T a, T b) {
  using Bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
  T larger = a > b ? a : b;  // b where one is NaN
  // Of two equal numbers only zeros can differ: the sign stays where both have it.
  T equal = std::bit_cast<T>(std::bit_cast<Bits>(a) & std::bit_cast<Bits>(b));
  T m = a == b ? equal : larger;
  return a != a ? a : m;
}

template <class T>
inline T minimum(T a, T b) {
  return -maximum(-a, -b);
}

// Every NaN leaves as 0x7fc00000 (0x7ff8000000000000): payloads and signs differ between machines.
template <class T>
inline T canonical(T x) {
  return x == x ? x : std::bit_cast<T>([] {
    if constexpr (sizeof(T) == 4) {
      return std::uint32_t{0x7fc00000};
    } else {
      return std::uint64_t{0x7ff8000000000000};
    }
  }());
}

}  // namespace rot180::ROT180_ISA
