// Threads for the kernels: one small pool, shared by all callers.
#pragma once

#include <functional>

#include "shape.hpp"

namespace rot180 {

// ROT180_THREADS, or the number of cores that this process may use.
Index default_threads();

// Runs body(task, worker) once for each task, on up to `threads` threads, the caller's among them;
// worker < threads is different in each. Rounding and subnormals are as the arithmetic contract
// wants them in every task, whatever the caller has set. While one caller has the pool, others run
// their tasks themselves: as many threads as cores is all that pays.
void parallel(Index tasks, Index threads, const std::function<void(Index, Index)>& body);

}  // namespace rot180
