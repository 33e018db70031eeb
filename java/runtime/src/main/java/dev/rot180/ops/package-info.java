/**
 * ONNX's operators, one file for each family, under the arithmetic contract.
 *
 * <p>An operator does its thinking once for given input shapes ({@link dev.rot180.ops.Operator}):
 * it settles the types and shapes of its outputs and leaves a {@link dev.rot180.ops.Step} that is
 * run on every call.
 */
package dev.rot180.ops;
