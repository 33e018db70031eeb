/**
 * What a user of the library sees: {@link dev.rot180.Model} loads and runs an ONNX file, {@link
 * dev.rot180.Tensor} carries values in and out.
 *
 * <p>The packages below it, from the top: {@code cli} (the jar's command line), {@code exec} (a
 * model made ready to run), {@code ops} (one file per operator family), {@code kernels} (the inner
 * loops) and {@code onnx} (file formats). They use {@link dev.rot180.DataType}, {@link
 * dev.rot180.ModelException} and {@link dev.rot180.Limits} from here and nothing else.
 */
package dev.rot180;
