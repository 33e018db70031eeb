// The entry of one instruction set.
#include "kernels.hpp"

#define ROT180_STRING(x) #x
#define ROT180_NAME(x) ROT180_STRING(x)

namespace rot180::ROT180_ISA {

extern const Isa kIsa;
const Isa kIsa = {
    ROT180_NAME(ROT180_ISA),
    {conv_gemm<float>, conv_transpose<float>, gemm<float>, &kElementwiseFloat, &kReductionsFloat,
     &kPoolsFloat},
    {conv_gemm<double>, conv_transpose<double>, gemm<double>, &kElementwiseDouble,
     &kReductionsDouble, &kPoolsDouble},
};

}  // namespace rot180::ROT180_ISA
