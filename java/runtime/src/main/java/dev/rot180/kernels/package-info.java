/**
 * Compute routines on {@code float[]}: convolution, matrix product, pooling, elementary functions.
 *
 * <p>Every routine follows the arithmetic contract ({@code docs/arithmetic.md}): one output element
 * is one chain of operations in one order, so that plain Java, every vector width and every number
 * of threads give the same bits. A NaN may have any payload here; whoever shows values to the
 * outside counts each as {@code 0x7fc00000}.
 *
 * <p>Nothing here knows of models, tensors or ONNX.
 */
package dev.rot180.kernels;
