#include "parallel.hpp"

#include <atomic>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#if defined(__linux__)
#include <sched.h>
#endif
#if defined(__unix__)
#include <pthread.h>
#endif
#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

namespace rot180 {
namespace {

// Round to nearest, subnormals kept; the caller's own settings come back at the end.
class FloatControl {
 public:
#if defined(__SSE2__)
  FloatControl() : saved_(_mm_getcsr()) { _mm_setcsr(0x1f80); }
  ~FloatControl() { _mm_setcsr(saved_); }

 private:
  unsigned saved_;
#elif defined(__aarch64__)
  FloatControl() {
    asm volatile("mrs %0, fpcr" : "=r"(saved_));
    asm volatile("msr fpcr, %0" : : "r"(std::uint64_t{0}));
  }
  ~FloatControl() { asm volatile("msr fpcr, %0" : : "r"(saved_)); }

 private:
  std::uint64_t saved_;
#endif
};

struct Job {
  const std::function<void(Index, Index)>* body;
  Index tasks;
  std::atomic<Index> next{0};

  void work(Index worker) {
    const FloatControl control;
    for (Index task; (task = next.fetch_add(1, std::memory_order_relaxed)) < tasks;) {
      (*body)(task, worker);
    }
  }
};

// A worker sleeps until a job is posted. It takes the job by putting `taken` in its place, and puts
// null there when it has finished; a poster who needs no help any more takes the job back.
struct Worker {
  std::atomic<Job*> job{nullptr};
};

class Pool {
 public:
  void run(Job& job, Index helpers) {
    while (static_cast<Index>(workers_.size()) < helpers) start();
    for (Index i = 0; i < helpers; ++i) {
      workers_[i]->job.store(&job, std::memory_order_release);
      workers_[i]->job.notify_one();
    }
    job.work(0);
    for (Index i = 0; i < helpers; ++i) {
      Job* posted = &job;
      if (workers_[i]->job.compare_exchange_strong(posted, nullptr)) continue;
      while (workers_[i]->job.load(std::memory_order_acquire) != nullptr) {
        std::this_thread::yield();
      }
    }
  }

  std::mutex mutex;

 private:
  void start() {
    workers_.push_back(std::make_unique<Worker>());
    Worker& worker = *workers_.back();
    const auto number = static_cast<Index>(workers_.size());
    std::thread([this, &worker, number] {
      for (;;) {
        worker.job.wait(nullptr, std::memory_order_acquire);
        Job* posted = worker.job.load(std::memory_order_acquire);
        if (posted == nullptr || !worker.job.compare_exchange_strong(posted, &taken_)) continue;
        posted->work(number);
        worker.job.store(nullptr, std::memory_order_release);
      }
    }).detach();
  }

  Job taken_{nullptr, 0};
  std::vector<std::unique_ptr<Worker>> workers_;
};

// Never destroyed: detached workers outlive static destructors. A forked child has none of its
// parent's threads, so it starts with a new pool and lets go of the old one.
Pool*& pool() {
  static Pool* current = [] {
#if defined(__unix__)
    pthread_atfork(nullptr, nullptr, [] { pool() = new Pool; });
#endif
    return new Pool;
  }();
  return current;
}

}  // namespace

Index default_threads() {
  if (const char* text = std::getenv("ROT180_THREADS")) {
    const Index threads = std::atoll(text);
    if (threads > 0) return threads;
  }
#if defined(__linux__)
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set);
#endif
  return max(1, std::thread::hardware_concurrency());
}

void parallel(Index tasks, Index threads, const std::function<void(Index, Index)>& body) {
  Job job{&body, tasks};
  const Index helpers = min(tasks, threads) - 1;
  if (helpers > 0) {
    Pool& current = *pool();
    const std::unique_lock lock(current.mutex, std::try_to_lock);
    if (lock) return current.run(job, helpers);
  }
  job.work(0);
}

}  // namespace rot180
