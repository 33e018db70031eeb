package dev.rot180;

import dev.rot180.exec.Engine;
import dev.rot180.exec.Plan;
import dev.rot180.exec.Program;
import dev.rot180.onnx.NdArray;
import java.util.List;

/** From a flat array to the first output, for models of one float32 input. */
final class Predictor {
  private final Program program;
  private final List<ValueInfo> inputs;
  private final List<ValueInfo> outputs;

  /** The plan of the last call: most programs always give inputs of one length. */
  private volatile Shortcut shortcut;

  Predictor(Program program, List<ValueInfo> inputs, List<ValueInfo> outputs) {
    this.program = program;
    this.inputs = inputs;
    this.outputs = outputs;
  }

  float[] predict(float[] in, Engine engine) {
    Shortcut ready = shortcut(in);
    if (ready.plan == null) {
      int[] first = {program.outputs()[0]};
      return program.run(new NdArray[] {ready.input(in)}, first, engine)[0].floats();
    }
    float[] out = new float[ready.plan.outputSize()];
    ready.plan.run(in, out, engine);
    return out;
  }

  void predict(float[] in, float[] out, Engine engine) {
    Shortcut ready = shortcut(in);
    if (ready.plan == null) {
      float[] result = predict(in, engine);
      checkLength(result.length, out);
      System.arraycopy(result, 0, out, 0, out.length);
      return;
    }
    checkLength(ready.plan.outputSize(), out);
    ready.plan.run(in, out, engine);
  }

  private void checkLength(int expected, float[] out) {
    if (out.length != expected) {
      throw new ModelException(
          "expected room for " + expected + " values of " + outputs.get(0) + ", got " + out.length);
    }
  }

  private Shortcut shortcut(float[] in) {
    Shortcut last = shortcut;
    if (last != null && last.length == in.length) {
      return last;
    }
    if (inputs.size() != 1 || inputs.get(0).type() != DataType.FLOAT32) {
      throw new ModelException(
          "predict wants a model of one float32 input; this one has " + inputs + ". Use run");
    }
    if (outputs.get(0).type() != DataType.FLOAT32) {
      throw new ModelException("predict gives float32; the output is " + outputs.get(0));
    }
    Shortcut next = new Shortcut(in.length, InputCheck.batchShape(inputs.get(0), in.length));
    next.plan = program.planFor(new NdArray[] {next.input(in)});
    shortcut = next;
    return next;
  }

  /** What is known about inputs of one length. */
  private static final class Shortcut {
    final int length;
    final int[] shape;

    /** Null where plans depend on more than shapes. */
    Plan plan;

    Shortcut(int length, int[] shape) {
      this.length = length;
      this.shape = shape;
    }

    NdArray input(float[] in) {
      return NdArray.of(DataType.FLOAT32, shape, in);
    }
  }
}
