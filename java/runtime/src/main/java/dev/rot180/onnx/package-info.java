/** File formats: ONNX's protobuf messages and NumPy's npy, read with every length checked. */
package dev.rot180.onnx;
