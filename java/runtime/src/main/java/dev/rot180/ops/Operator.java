package dev.rot180.ops;

/** An ONNX operator, or a family of them told apart by {@link NodePlan#operator()}. */
public interface Operator {
  /**
   * Settles one node for given input types and shapes: declares every output and returns the work.
   *
   * @return what is to be done on each call, or null if the outputs need no work (they are other
   *     views of an input)
   * @throws dev.rot180.ModelException if the inputs or attributes do not suit the operator
   */
  Step plan(NodePlan node);

  /**
   * For operators that do nothing but limit float32 numbers: the range, so that whoever computes
   * the numbers can limit them as well.
   *
   * @return the lower and the upper limit, neither NaN nor -0.0, or null
   */
  default float[] limits(NodePlan node) {
    return null;
  }
}
