package dev.rot180.ops;

import dev.rot180.DataType;
import dev.rot180.Limits;
import dev.rot180.ModelException;
import dev.rot180.onnx.Attributes;
import dev.rot180.onnx.NdArray;
import java.util.Arrays;

/** Operators that make values from attributes or shapes. */
final class Creation implements Operator {
  @Override
  public Step plan(NodePlan node) {
    switch (node.operator()) {
      case "Constant":
        node.known(0, constant(node.attributes()));
        return null;
      case "ConstantOfShape":
        return constantOfShape(node);
      case "Range":
        node.known(0, range(node.elements(0), node.elements(1), node.elements(2)));
        return null;
      case "Shape":
        node.known(0, NdArray.ofLongs(shape(node)));
        return null;
      default:
        long size = Shapes.product(node.shape(0), 0, node.shape(0).length);
        node.known(0, NdArray.ofLongs(size).reshaped());
        return null;
    }
  }

  private static NdArray constant(Attributes attributes) {
    if (attributes.array("value") != null) {
      return attributes.array("value");
    }
    if (attributes.has("value_float")) {
      float[] value = {attributes.real("value_float", 0f)};
      return NdArray.of(DataType.FLOAT32, new int[0], value);
    }
    if (attributes.has("value_floats")) {
      float[] values = attributes.reals("value_floats");
      return NdArray.of(DataType.FLOAT32, new int[] {values.length}, values);
    }
    if (attributes.has("value_int")) {
      return NdArray.ofLongs(attributes.integer("value_int", 0)).reshaped();
    }
    if (attributes.has("value_ints")) {
      return NdArray.ofLongs(attributes.integers("value_ints"));
    }
    throw new ModelException("a constant of this kind is not supported");
  }

  private static Step constantOfShape(NodePlan node) {
    long[] lengths = node.elements(0).longs();
    NdArray value = node.attributes().array("value");
    NdArray filler = value == null ? NdArray.zeros(DataType.FLOAT32, 1) : value;
    if (filler.size() != 1) {
      throw new ModelException("expected a value of one element, got " + filler.size());
    }
    int[] shape = NdArray.shape(lengths);
    int size = NdArray.size(shape);
    int y = node.output(0, filler.type(), shape);
    return frame -> Copies.fill(filler.data(), 0, frame.array(y), 0, size);
  }

  /** Each {@code start + k * delta}, rounded once. */
  private static NdArray range(NdArray start, NdArray limit, NdArray delta) {
    DataType type = start.type();
    if (limit.type() != type || delta.type() != type || Scalars.real(delta, 0) == 0) {
      throw new ModelException("Range wants three numbers of one type, and a delta that is not 0");
    }
    boolean real = type == DataType.FLOAT32 || type == DataType.FLOAT64;
    double exact = (Scalars.real(limit, 0) - Scalars.real(start, 0)) / Scalars.real(delta, 0);
    double count = Math.max(0, Math.ceil(exact));
    if (!(count <= Limits.ELEMENTS)) {
      throw new ModelException("a Range of " + count + " elements");
    }
    NdArray result = NdArray.zeros(type, (int) count);
    for (int k = 0; k < result.size(); k++) {
      if (real) {
        double value = Scalars.real(start, 0) + k * Scalars.real(delta, 0);
        if (type == DataType.FLOAT32) {
          result.floats()[k] = (float) value;
        } else {
          result.doubles()[k] = value;
        }
      } else {
        long value = Scalars.integer(start.data(), 0) + k * Scalars.integer(delta.data(), 0);
        if (type == DataType.INT64) {
          ((long[]) result.data())[k] = value;
        } else {
          ((int[]) result.data())[k] = (int) value;
        }
      }
    }
    return result;
  }

  private static long[] shape(NodePlan node) {
    long[] shape = Arrays.stream(node.shape(0)).asLongStream().toArray();
    int start = bound(node.attributes().integer("start", 0), shape.length);
    int end = bound(node.attributes().integer("end", shape.length), shape.length);
    return start < end ? Arrays.copyOfRange(shape, start, end) : new long[0];
  }

  private static int bound(long at, int rank) {
    return (int) Math.max(0, Math.min(at < 0 ? at + rank : at, rank));
  }
}
