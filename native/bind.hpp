// Each family of kernels binds itself in a function of its own, listed here.
#pragma once

#include <nanobind/nanobind.h>

namespace rot180 {

void bind_conv(nanobind::module_& m);
void bind_gemm(nanobind::module_& m);
void bind_math(nanobind::module_& m);
void bind_peak(nanobind::module_& m);
void bind_pool(nanobind::module_& m);

}  // namespace rot180
