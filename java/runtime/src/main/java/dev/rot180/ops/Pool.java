package dev.rot180.ops;

import dev.rot180.DataType;
import dev.rot180.ModelException;
import dev.rot180.kernels.Axis;
import dev.rot180.kernels.PoolShape;
import dev.rot180.onnx.NdArray;
import java.util.Arrays;

/** MaxPool, AveragePool and LpPool over one to three spatial axes, and the global ones. */
final class Pool implements Operator {
  @Override
  public Step plan(NodePlan node) {
    int[] x = node.shape(0);
    Shapes.requireFloats(node, 0);
    if (x.length < 3) {
      throw new ModelException("expected (N, C, spatial axes...)");
    }
    if (node.operator().startsWith("Global")) {
      return global(node, x);
    }
    Window window = Window.of(node, Arrays.copyOfRange(x, 2, x.length), null);
    Axis[] axes = window.pooled(node.attributes().flag("ceil_mode", false));
    int[] out = x.clone();
    for (int i = 0; i < axes.length; i++) {
      out[i + 2] = axes[i].out;
    }
    long taps = 1;
    for (Axis axis : axes) {
      taps = Math.multiplyExact(taps, axis.kernel);
    }
    Shapes.limitWork(NdArray.size(out), taps);
    PoolShape shape =
        new PoolShape(
            Math.multiplyExact(x[0], x[1]),
            Window.ofThree(axes, 0),
            Window.ofThree(axes, 1),
            Window.ofThree(axes, 2));
    return step(node, shape, out);
  }

  private static Step step(NodePlan node, PoolShape shape, int[] out) {
    DataType type = node.type(0);
    if (NdArray.size(out) == 0) {
      node.output(0, type, out);
      node.output(1, DataType.INT64, out);
      return frame -> {};
    }
    if (NdArray.size(node.shape(0)) == 0) {
      throw new ModelException("the input is empty, the output would not be");
    }
    boolean countPads = node.attributes().flag("count_include_pad", false);
    int x = node.input(0);
    int y = node.output(0, type, out);
    boolean fast = type == DataType.FLOAT32 && !node.wants(1);
    switch (node.operator()) {
      case "MaxPool":
        if (fast) {
          return frame ->
              frame
                  .kernels()
                  .maxPool(shape, frame.floats(x), 0, frame.floats(y), 0, frame.parallel());
        }
        int places = node.output(1, DataType.INT64, out);
        boolean columnMajor = node.attributes().flag("storage_order", false);
        return WindowFolds.max(shape, columnMajor, x, y, places);
      case "AveragePool":
        if (fast) {
          return frame ->
              frame
                  .kernels()
                  .averagePool(
                      shape, countPads, frame.floats(x), 0, frame.floats(y), 0, frame.parallel());
        }
        return WindowFolds.average(shape, countPads, x, y);
      default:
        return WindowFolds.lp(shape, node.attributes().integer("p", 2), x, y);
    }
  }

  private static Step global(NodePlan node, int[] x) {
    int[] out = x.clone();
    Arrays.fill(out, 2, out.length, 1);
    boolean[] over = new boolean[x.length];
    Arrays.fill(over, 2, over.length, true);
    switch (node.operator()) {
      case "GlobalAveragePool":
        return Reduction.step(node, "ReduceMean", over, out);
      case "GlobalMaxPool":
        return Reduction.step(node, "ReduceMax", over, out);
      default:
        int plane = Shapes.product(x, 2, x.length);
        Axis axis = new Axis(plane, 1, Math.max(1, plane), 1, 0, 0, 1);
        PoolShape shape = new PoolShape(Math.multiplyExact(x[0], x[1]), Axis.NONE, Axis.NONE, axis);
        DataType type = node.type(0);
        int from = node.input(0);
        int to = node.output(0, type, out);
        return WindowFolds.lp(shape, node.attributes().integer("p", 2), from, to);
    }
  }
}
