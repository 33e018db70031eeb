// The entry of one instruction set, and its table of algorithms.
#include "kernels.hpp"

#define ROT180_STRING(x) #x
#define ROT180_NAME(x) ROT180_STRING(x)

namespace rot180::ROT180_ISA {
namespace {

constexpr const Algorithm<float>* kConvolutionsFloat[] = {&kConvDirectFloat, &kConvGemmFloat,
                                                          &kConvFftFloat};
constexpr const Algorithm<double>* kConvolutionsDouble[] = {&kConvDirectDouble, &kConvGemmDouble,
                                                            &kConvFftDouble};

template <class T, Index N>
constexpr Algorithms<T> table(const Algorithm<T>* const (&list)[N]) {
  return {list, N};
}

}  // namespace

extern const Isa kIsa;
const Isa kIsa = {
    ROT180_NAME(ROT180_ISA),
    {table(kConvolutionsFloat), conv_transpose<float>, &kGemmFloat, &kElementwiseFloat,
     &kReductionsFloat, &kPoolsFloat},
    {table(kConvolutionsDouble), conv_transpose<double>, &kGemmDouble, &kElementwiseDouble,
     &kReductionsDouble, &kPoolsDouble},
    multiply_adds,
};

}  // namespace rot180::ROT180_ISA
