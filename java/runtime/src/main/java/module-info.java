/**
 * Runs ONNX models in plain Java, with the same bits as Python's rot180, on every machine.
 *
 * <p>Only {@code dev.rot180} is for users. Put the jar on the module path together with a module
 * that requires {@code jdk.incubator.vector}, or start Java with {@code --add-modules
 * jdk.incubator.vector}, and the vector kernels are used; without it the plain ones are.
 */
module dev.rot180 {
  requires static java.desktop; // BufferedImage, only for dev.rot180.Images
  requires static jdk.incubator.vector;

  exports dev.rot180;
}
