package dev.rot180.ops;

import dev.rot180.DataType;
import dev.rot180.onnx.Attributes;
import dev.rot180.onnx.NdArray;
import java.util.function.Supplier;

/** One node while it is planned: what its operator may ask for and what it has to declare. */
public interface NodePlan {
  /** The operator's name. */
  String operator();

  /** The version of ONNX's operator set that the node is written in. */
  int opset();

  Attributes attributes();

  /** The number of inputs listed, absent ones between others included. */
  int inputs();

  /** Tells whether an input is there. */
  boolean has(int input);

  DataType type(int input);

  /** The axis lengths of an input; not to be changed. */
  int[] shape(int input);

  /** Where the input's array is in the {@link Frame}. */
  int input(int input);

  /**
   * An input's elements where they are the same for every call with these shapes, else null: for
   * work that may be done ahead.
   */
  NdArray constant(int input);

  /**
   * An input's elements, without which the node cannot be planned. (Where they change from call to
   * call, so does the plan.)
   */
  NdArray elements(int input);

  /** The number of outputs listed. */
  int outputs();

  /** Tells whether an output is asked for. */
  boolean wants(int output);

  /** Declares an output of its own; returns where its array will be in the {@link Frame}. */
  int output(int output, DataType type, int... shape);

  /** Declares an output that has the elements of an input, in another shape. */
  void alias(int output, int input, int... shape);

  /** Declares an output that is known already. */
  void known(int output, NdArray elements);

  /**
   * Takes over the node after this one if it only limits this node's output, which nobody else
   * wants; then {@link #output} declares the limited values instead. To be asked before that.
   *
   * @return the lower and the upper limit, or null if there is no such node
   */
  float[] takeLimits();

  /** An array for this step's own use; returns where it will be in the {@link Frame}. */
  int workspace(DataType type, int size);

  /**
   * Something made of attributes and constants alone, such as packed weights: made once for the
   * node, whatever the shapes, and kept with the model.
   *
   * @param from the constant inputs it is made of; where no other node reads them, their elements
   *     are given up
   */
  <T> T prepared(Supplier<T> make, int... from);
}
