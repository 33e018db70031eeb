package dev.rot180.ops;

import dev.rot180.DataType;
import dev.rot180.ModelException;
import dev.rot180.kernels.DoubleMath;
import dev.rot180.onnx.Attributes;

/** LRN: x / (bias + alpha / size * sum(x x))^beta, the sum over neighbouring channels. */
final class LocalResponse implements Operator {
  @Override
  public Step plan(NodePlan node) {
    int[] shape = node.shape(0);
    DataType type = node.type(0);
    Attributes attributes = node.attributes();
    int size = Shapes.length(attributes.integer("size", 0));
    if (shape.length < 2 || size < 1 || type != DataType.FLOAT32 && type != DataType.FLOAT64) {
      throw new ModelException("expected (N, C, ...) of floats and a size of at least 1");
    }
    double factor = (double) attributes.real("alpha", 1e-4f) / size;
    double beta = attributes.real("beta", 0.75f);
    double bias = attributes.real("bias", 1f);
    int channels = shape[1];
    Lines lines = new Lines(shape, 1);
    int room = node.workspace(DataType.FLOAT64, channels);
    int results = node.workspace(DataType.FLOAT64, channels);
    int x = node.input(0);
    int y = node.output(0, type, shape);
    return frame -> {
      double[] values = frame.doubles(room);
      double[] result = frame.doubles(results);
      for (int line = 0; line < lines.count(); line++) {
        lines.read(frame.array(x), line, values);
        for (int c = 0; c < channels; c++) {
          // One more neighbour after the channel than before it if size is even.
          int first = Math.max(0, c - (size - 1) / 2);
          int last = (int) Math.min(channels - 1, (long) c + size / 2);
          double sum = 0.0;
          for (int k = first; k <= last; k++) {
            sum += values[k] * values[k];
          }
          result[c] = values[c] / DoubleMath.pow(bias + factor * sum, beta);
        }
        lines.write(result, line, frame.array(y));
      }
    };
  }
}
