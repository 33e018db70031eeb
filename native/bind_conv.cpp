// Convolutions: an object for each shape, because most calls repeat a shape.
#include <nanobind/stl/array.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

#include <memory>

#include "arrays.hpp"
#include "bind.hpp"
#include "conv.hpp"
#include "memory.hpp"
#include "parallel.hpp"

namespace rot180 {
namespace {

void bind_shape(nb::module_& m) {
  nb::class_<ConvShape>(m, "ConvShape")
      .def("__init__", [](ConvShape* self, Index batch, Index group, Index channels, Index filters,
                          const Axes& in, const Axes& out, const Axes& kernel, const Axes& stride,
                          const Axes& dilation, const Axes& before, bool flip) {
        new (self) ConvShape{batch,  group,  channels, filters, in,  out,
                             kernel, stride, dilation, before,  flip};
      });
}

// (name, exact, microseconds or none if unsupported, packed bytes, workspace bytes of a thread).
using Estimate = std::tuple<std::string, bool, std::optional<double>, Index, Index>;

template <class T>
std::vector<Estimate> estimates(const Convolution<T>& convolution) {
  const ConvShape& s = convolution.shape();
  std::vector<Estimate> list;
  for (const Algorithm<T>* a : isa().of<T>().convolutions) {
    if (a->supports(s)) {
      list.emplace_back(a->name, a->exact, a->cost(s), a->packed_size(s) * sizeof(T),
                        a->workspace(s) * sizeof(T));
    } else {
      list.emplace_back(a->name, a->exact, std::nullopt, 0, 0);
    }
  }
  return list;
}

template <class T>
void bind_convolution(nb::module_& m, const char* name, const char* packed_name) {
  using Conv = Convolution<T>;
  using Packed = Buffer<T>;
  using In = nb::ndarray<const T, nb::c_contig, nb::device::cpu>;
  using Out = nb::ndarray<T, nb::c_contig, nb::device::cpu>;
  nb::class_<Packed>(m, packed_name);
  nb::class_<Conv>(m, name)
      .def(nb::init<const ConvShape&, const std::string&, Index>())
      .def_prop_ro("algorithm", [](const Conv& self) { return self.algorithm().name; })
      .def_prop_ro("threads", &Conv::threads)
      .def("estimates", &estimates<T>)
      .def("pack",
           [](const Conv& self, const In& filters) {
             auto packed = std::make_unique<Packed>(self.packed_size());
             self.pack(filters.data(), packed->data());
             return packed.release();
           })
      .def(
          "run",
          [](const Conv& self, const In& x, const In& filters, const Packed* packed,
             const std::optional<In>& bias, const Out& y) {
            const nb::gil_scoped_release release;
            self.run(x.data(), filters.data(), packed ? packed->data() : nullptr,
                     bias ? bias->data() : nullptr, y.data());
          },
          nb::arg("x").noconvert(), nb::arg("filters").noconvert(), nb::arg("packed").none(),
          nb::arg("bias").none().noconvert(), nb::arg("y").noconvert());
}

void conv_transpose(const ConvShape& shape, const Input& x, const Input& w,
                    const std::optional<Input>& bias, const Output& y) {
  with_dtype(x, [&](auto zero) {
    using T = decltype(zero);
    const nb::gil_scoped_release release;
    parallel(1, 1, [&](Index, Index) {
      isa().of<T>().conv_transpose(shape, pointer<T>(x), pointer<T>(w), pointer<T>(bias),
                                   pointer<T>(y));
    });
  });
}

// An uninitialised array whose pages are kept for the next one when it is deleted.
template <class T>
nb::ndarray<nb::numpy, T> empty(const std::vector<std::size_t>& shape) {
  std::size_t size = 1;
  for (const std::size_t n : shape) size *= n;
  auto memory = std::make_unique<Buffer<T>>(static_cast<Index>(size));
  T* data = memory->data();
  const nb::capsule owner(memory.release(),
                          [](void* p) noexcept { delete static_cast<Buffer<T>*>(p); });
  return nb::ndarray<nb::numpy, T>(data, shape.size(), shape.data(), owner);
}

}  // namespace

void bind_conv(nb::module_& m) {
  bind_shape(m);
  bind_convolution<float>(m, "ConvolutionFloat", "PackedFloat");
  bind_convolution<double>(m, "ConvolutionDouble", "PackedDouble");
  m.def("conv_transpose", conv_transpose, nb::arg(), nb::arg(), nb::arg(), nb::arg().none(),
        nb::arg());
  m.def("empty_float", empty<float>);
  m.def("empty_double", empty<double>);
  m.def("default_threads", default_threads);
}

}  // namespace rot180
