package dev.rot180.ops;

import dev.rot180.DataType;
import dev.rot180.ModelException;

/** Where: elements of one input or the other, as a condition says. */
final class Where implements Operator {
  @Override
  public Step plan(NodePlan node) {
    if (node.type(0) != DataType.BOOL || node.type(1) != node.type(2)) {
      throw new ModelException("expected a condition of bool and two values of one type");
    }
    int[] out = Shapes.broadcast(node.shape(0), node.shape(1), node.shape(2));
    Walk walk =
        new Walk(
            out,
            Shapes.broadcastStrides(node.shape(0), out),
            Shapes.broadcastStrides(node.shape(1), out),
            Shapes.broadcastStrides(node.shape(2), out));
    int condition = node.input(0);
    int a = node.input(1);
    int b = node.input(2);
    int y = node.output(0, node.type(1), out);
    return frame -> {
      boolean[] chooses = frame.booleans(condition);
      int at = 0;
      for (int row = 0; row < walk.rows(); row++) {
        for (int i = 0; i < walk.count(); i++) {
          boolean first = chooses[walk.offset(0, row) + i * walk.stride(0)];
          int array = first ? 1 : 2;
          int from = walk.offset(array, row) + i * walk.stride(array);
          Copies.element(frame.array(first ? a : b), from, frame.array(y), at++);
        }
      }
    };
  }
}
