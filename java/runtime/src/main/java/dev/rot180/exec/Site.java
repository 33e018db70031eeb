package dev.rot180.exec;

import dev.rot180.DataType;
import dev.rot180.ModelException;
import dev.rot180.onnx.Attributes;
import dev.rot180.onnx.NdArray;
import dev.rot180.ops.Frame;
import dev.rot180.ops.NodePlan;
import dev.rot180.ops.Step;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.Supplier;

/** One node being planned: answers its operator's questions and notes what it declares. */
final class Site implements NodePlan {
  /** Tells that a node cannot be planned from shapes; a signal, so it carries no stack trace. */
  static final class NeedsElements extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NeedsElements() {
      super(null, null, false, false);
    }
  }

  private final Planner planner;
  private final Values values;
  private final ProgramNode node;

  /** The node's outputs, or those of the node that is taken over. */
  private int[] outputs;

  /** Declared values that get an array of their own: outputs and workspaces. */
  private int[] made = new int[2];

  private int madeCount;

  /** Values whose arrays the step reads. */
  private final BitSet reads = new BitSet();

  Site(Planner planner, Values values, ProgramNode node) {
    this.planner = planner;
    this.values = values;
    this.node = node;
    this.outputs = node.outputs;
  }

  /** Lets the operator plan; every failure becomes an exception that names the node. */
  Step plan() {
    Step step;
    try {
      step = node.operator.plan(this);
    } catch (NeedsElements signal) {
      throw signal;
    } catch (ArithmeticException
        | IndexOutOfBoundsException
        | NegativeArraySizeException
        | ClassCastException
        | NullPointerException e) {
      throw named("its inputs or attributes do not suit each other (" + e + ")", e);
    } catch (IllegalArgumentException e) {
      throw named(e.getMessage(), e);
    }
    for (int value : outputs) {
      if (value != ProgramNode.ABSENT && values.shape(value) == null) {
        throw named("it has no output '" + planner.name(value) + "'", null);
      }
    }
    return step;
  }

  private ModelException named(String message, Throwable cause) {
    StringBuilder text = new StringBuilder("node ").append(node.source).append(" of inputs (");
    for (int i = 0; i < node.inputs.length; i++) {
      text.append(i == 0 ? "" : ", ");
      text.append(has(i) ? type(i) + " " + Arrays.toString(shape(i)) : "none");
    }
    return new ModelException(text.append("): ").append(message).toString(), cause);
  }

  /** The declared values that need an array: outputs that are no views, and workspaces. */
  int[] made() {
    return Arrays.copyOf(made, madeCount);
  }

  /** The values whose arrays the step reads on every call. */
  int[] reads() {
    return reads.stream().toArray();
  }

  /** Tells whether every input is constant. */
  boolean isConstant() {
    for (int value : node.inputs) {
      if (value != ProgramNode.ABSENT && values.constant(value) == null) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String operator() {
    return node.source.operator();
  }

  @Override
  public int opset() {
    return planner.opset();
  }

  @Override
  public Attributes attributes() {
    return node.source.attributes();
  }

  @Override
  public int inputs() {
    return node.inputs.length;
  }

  @Override
  public boolean has(int input) {
    return input < node.inputs.length && node.inputs[input] != ProgramNode.ABSENT;
  }

  private int value(int input) {
    if (!has(input)) {
      throw new ModelException("input " + input + " is missing");
    }
    return node.inputs[input];
  }

  @Override
  public DataType type(int input) {
    return values.type(value(input));
  }

  @Override
  public int[] shape(int input) {
    return values.shape(value(input));
  }

  @Override
  public int input(int input) {
    int position = planner.position(value(input));
    reads.set(position);
    return position;
  }

  @Override
  public NdArray constant(int input) {
    return values.constant(value(input));
  }

  @Override
  public NdArray elements(int input) {
    NdArray elements = planner.elements(value(input));
    if (elements == null) {
      throw new NeedsElements();
    }
    return elements;
  }

  @Override
  public int outputs() {
    return outputs.length;
  }

  @Override
  public boolean wants(int output) {
    return output < outputs.length && outputs[output] != ProgramNode.ABSENT;
  }

  @Override
  public int output(int output, DataType type, int... shape) {
    int value;
    if (wants(output)) {
      value = outputs[output];
      values.set(value, type, shape.clone());
    } else {
      value = values.add(type, shape.clone());
    }
    return make(value);
  }

  @Override
  public float[] takeLimits() {
    ProgramNode next = planner.onlyReader(node);
    if (next == null) {
      return null;
    }
    float[] limits = next.operator.limits(new Site(planner, values, next));
    if (limits != null) {
      outputs = next.outputs;
      planner.taken(next);
    }
    return limits;
  }

  @Override
  public int workspace(DataType type, int size) {
    return make(values.add(type, new int[] {size}));
  }

  private int make(int value) {
    if (madeCount == made.length) {
      made = Arrays.copyOf(made, madeCount * 2);
    }
    made[madeCount++] = value;
    return value;
  }

  @Override
  public void alias(int output, int input, int... shape) {
    int from = value(input);
    if (NdArray.size(shape) != values.size(from)) {
      throw new ModelException(
          "the shape "
              + Arrays.toString(shape)
              + " has not as many elements as the input's "
              + Arrays.toString(values.shape(from)));
    }
    if (wants(output)) {
      values.setAlias(outputs[output], from, shape.clone());
    }
  }

  @Override
  public void known(int output, NdArray elements) {
    if (wants(output)) {
      values.setConstant(outputs[output], elements);
    }
  }

  @Override
  public <T> T prepared(Supplier<T> make, int... from) {
    return node.prepared(make, from);
  }

  /** Puts new arrays for everything declared into a frame. */
  void allocate(Frame frame) {
    for (int i = 0; i < madeCount; i++) {
      frame.set(made[i], NdArray.allocate(values.type(made[i]), values.size(made[i])));
    }
  }
}
