#include <nanobind/stl/array.h>
#include <nanobind/stl/optional.h>

#include "arrays.hpp"
#include "bind.hpp"
#include "isa.hpp"

namespace rot180 {
namespace {

ConvShape conv_shape(Index batch, Index group, Index channels, Index filters, const Axes& in,
                     const Axes& out, const Axes& kernel, const Axes& stride, const Axes& dilation,
                     const Axes& before) {
  return {batch, group, channels, filters, in, out, kernel, stride, dilation, before};
}

void conv(const ConvShape& shape, const Input& x, const Input& w, const std::optional<Input>& bias,
          const Output& y) {
  with_dtype(x, [&](auto zero) {
    using T = decltype(zero);
    nb::gil_scoped_release release;
    isa().of<T>().conv(shape, pointer<T>(x), pointer<T>(w), pointer<T>(bias), pointer<T>(y));
  });
}

void conv_transpose(const ConvShape& shape, const Input& x, const Input& w,
                    const std::optional<Input>& bias, const Output& y) {
  with_dtype(x, [&](auto zero) {
    using T = decltype(zero);
    nb::gil_scoped_release release;
    isa().of<T>().conv_transpose(shape, pointer<T>(x), pointer<T>(w), pointer<T>(bias),
                                 pointer<T>(y));
  });
}

}  // namespace

void bind_conv(nb::module_& m) {
  nb::class_<ConvShape>(m, "ConvShape")
      .def("__init__",
           [](ConvShape* self, Index batch, Index group, Index channels, Index filters,
              const Axes& in, const Axes& out, const Axes& kernel, const Axes& stride,
              const Axes& dilation, const Axes& before) {
             new (self) ConvShape(conv_shape(batch, group, channels, filters, in, out, kernel,
                                             stride, dilation, before));
           });
  m.def("conv", conv, nb::arg(), nb::arg(), nb::arg(), nb::arg().none(), nb::arg());
  m.def("conv_transpose", conv_transpose, nb::arg(), nb::arg(), nb::arg(), nb::arg().none(),
        nb::arg());
}

}  // namespace rot180
