// Memory whose pages are kept: a fresh large array costs a page fault for every 4 KiB, more than
// the kernel that fills it.
#pragma once

#include <cstddef>

#include "shape.hpp"

namespace rot180 {

// At least `bytes`, aligned to 64, of unknown content.
void* take_memory(std::size_t bytes);
void give_memory(void* memory, std::size_t bytes);

template <class T>
class Buffer {
 public:
  explicit Buffer(Index size)
      : bytes_(size * sizeof(T)), data_(static_cast<T*>(take_memory(bytes_))) {}
  ~Buffer() { give_memory(data_, bytes_); }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;

  T* data() { return data_; }
  const T* data() const { return data_; }

 private:
  std::size_t bytes_;
  T* data_;
};

}  // namespace rot180
