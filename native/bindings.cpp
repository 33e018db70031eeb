// The Python module rot180._native.
#include "bind.hpp"
#include "isa.hpp"

NB_MODULE(_native, m) {
  m.doc() = "Native kernels of rot180: see rot180.kernels";
  m.def("isa", [] { return rot180::isa().name; });
  rot180::bind_conv(m);
  rot180::bind_gemm(m);
  rot180::bind_math(m);
  rot180::bind_peak(m);
  rot180::bind_pool(m);
}
