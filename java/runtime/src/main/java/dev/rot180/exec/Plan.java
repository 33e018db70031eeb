package dev.rot180.exec;

import dev.rot180.DataType;
import dev.rot180.onnx.NdArray;
import dev.rot180.ops.Frame;
import dev.rot180.ops.Step;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The steps of a program for one set of input shapes, and the memory they share. Safe to share
 * between threads: every call has a frame of its own, kept for the next call.
 */
public final class Plan {
  /** Frames kept between calls: as many threads can call at a time without new memory. */
  private static final int KEPT_FRAMES = 8;

  private final Step[] steps;
  private final Values values;
  private final MemoryPlan memory;
  private final int[] inputs;
  private final int[] wanted;
  private final AtomicReferenceArray<Frame> frames = new AtomicReferenceArray<>(KEPT_FRAMES);

  Plan(Program program, Values values, List<PlannedStep> planned, int[] wanted) {
    this.values = values;
    this.inputs = program.inputs;
    this.wanted = wanted;
    this.memory = new MemoryPlan(values, planned, wanted);
    steps = new Step[planned.size()];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = planned.get(i).step;
    }
  }

  /** Computes the wanted values of given inputs, whose shapes are those of the plan. */
  NdArray[] run(NdArray[] given, Engine engine) {
    Frame frame = takeFrame();
    try {
      for (int i = 0; i < inputs.length; i++) {
        frame.set(inputs[i], given[i].data());
      }
      runSteps(frame, engine);
      NdArray[] results = new NdArray[wanted.length];
      for (int i = 0; i < wanted.length; i++) {
        results[i] = copy(frame, wanted[i]);
      }
      return results;
    } finally {
      giveBack(frame);
    }
  }

  private NdArray copy(Frame frame, int value) {
    NdArray constant = values.constant(value);
    if (constant != null) {
      return constant.canonicalCopy();
    }
    DataType type = values.type(value);
    int size = values.size(value);
    Object array = NdArray.allocate(type, size);
    System.arraycopy(frame.array(values.root(value)), 0, array, 0, size);
    return NdArray.of(type, values.shape(value), array).canonical();
  }

  /** The number of elements of the first wanted value. */
  public int outputSize() {
    return values.size(wanted[0]);
  }

  /**
   * Computes the first wanted value of a program of one input, allocating nothing.
   *
   * @param in the input's elements, not changed
   * @param out receives the output's elements
   */
  public void run(float[] in, float[] out, Engine engine) {
    Frame frame = takeFrame();
    try {
      frame.set(inputs[0], in);
      runSteps(frame, engine);
      int value = wanted[0];
      NdArray constant = values.constant(value);
      Object from = constant != null ? constant.data() : frame.array(values.root(value));
      System.arraycopy(from, 0, out, 0, values.size(value));
      NdArray.canonicalize(out, values.size(value));
    } finally {
      giveBack(frame);
    }
  }

  private void runSteps(Frame frame, Engine engine) {
    frame.use(engine.kernels(), engine.parallel());
    for (Step step : steps) {
      step.run(frame);
    }
  }

  private Frame takeFrame() {
    for (int i = 0; i < KEPT_FRAMES; i++) {
      Frame frame = frames.getAndSet(i, null);
      if (frame != null) {
        return frame;
      }
    }
    return memory.newFrame();
  }

  private void giveBack(Frame frame) {
    for (int input : inputs) {
      frame.set(input, null);
    }
    for (int i = 0; i < KEPT_FRAMES; i++) {
      if (frames.compareAndSet(i, null, frame)) {
        return;
      }
    }
  }
}
