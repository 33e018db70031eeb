#include "memory.hpp"

#include <cstdlib>
#include <mutex>
#include <new>
#include <vector>

#if defined(__unix__)
#include <pthread.h>
#include <sys/mman.h>
#endif

namespace rot180 {
namespace {

constexpr std::size_t kHugePage = std::size_t{2} << 20;
constexpr std::size_t kKeptBytes = std::size_t{96} << 20;

// Sizes are rounded up to eighths of a power of two, so that neighbours in size share blocks.
std::size_t block_size(std::size_t bytes) {
  std::size_t step = 64;
  while (step * 16 <= bytes) step *= 2;
  return (bytes + step - 1) / step * step;
}

struct Block {
  void* memory;
  std::size_t bytes;
};

void* allocate(std::size_t bytes) {
  const std::size_t alignment = bytes >= kHugePage ? kHugePage : bytes >= 4096 ? 4096 : 64;
  void* memory = std::aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment);
  if (memory == nullptr) throw std::bad_alloc();
#if defined(__linux__)
  if (bytes >= kHugePage) madvise(memory, bytes, MADV_HUGEPAGE);
#endif
  return memory;
}

class Cache {
 public:
  void* take(std::size_t bytes) {
    {
      const std::lock_guard lock(mutex);
      for (auto block = blocks_.rbegin(); block != blocks_.rend(); ++block) {
        if (block->bytes != bytes) continue;
        void* memory = block->memory;
        kept_ -= bytes;
        blocks_.erase(std::next(block).base());
        return memory;
      }
      drop_until(bytes < kKeptBytes ? kKeptBytes - bytes : 0);
    }
    return allocate(bytes);
  }

  void give(void* memory, std::size_t bytes) {
    const std::lock_guard lock(mutex);
    blocks_.push_back({memory, bytes});
    kept_ += bytes;
    drop_until(kKeptBytes);
  }

  std::mutex mutex;

 private:
  // The oldest go first.
  void drop_until(std::size_t kept) {
    while (kept_ > kept) {
      kept_ -= blocks_.front().bytes;
      std::free(blocks_.front().memory);
      blocks_.erase(blocks_.begin());
    }
  }

  std::vector<Block> blocks_;
  std::size_t kept_ = 0;
};

// Never destroyed: arrays may outlive static destructors. Locked around a fork, so that the child
// does not inherit a lock that nobody will open.
Cache& cache() {
  static Cache& only = []() -> Cache& {
#if defined(__unix__)
    pthread_atfork([] { cache().mutex.lock(); }, [] { cache().mutex.unlock(); },
                   [] { cache().mutex.unlock(); });
#endif
    return *new Cache;
  }();
  return only;
}

}  // namespace

void* take_memory(std::size_t bytes) { return cache().take(block_size(bytes)); }
void give_memory(void* memory, std::size_t bytes) { cache().give(memory, block_size(bytes)); }

}  // namespace rot180
