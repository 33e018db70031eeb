// The Python module rot180._native. Each family of kernels binds itself in a function of its own.
#include <nanobind/nanobind.h>

namespace nb = nanobind;

NB_MODULE(_native, m) { m.doc() = "Native kernels of rot180: see rot180.kernels"; }
