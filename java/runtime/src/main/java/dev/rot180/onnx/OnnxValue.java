package dev.rot180.onnx;

import dev.rot180.DataType;
import dev.rot180.ModelException;
import java.util.ArrayList;
import java.util.List;

/** A ValueInfoProto: name, element type and shape of a graph's input or output. */
public final class OnnxValue {
  private String name = "";
  private int elementType;
  private long[] shape;
  private List<String> axes = new ArrayList<>();

  private OnnxValue() {}

  static OnnxValue read(ProtoReader reader) {
    OnnxValue value = new OnnxValue();
    while (reader.next()) {
      switch (reader.field()) {
        case 1:
          value.name = reader.string();
          break;
        case 2:
          value.readType(reader.message());
          break;
        default:
          reader.skip();
      }
    }
    return value;
  }

  private void readType(ProtoReader reader) {
    while (reader.next()) {
      if (reader.field() == 1) {
        readTensorType(reader.message());
      } else {
        reader.skip();
      }
    }
  }

  private void readTensorType(ProtoReader reader) {
    while (reader.next()) {
      switch (reader.field()) {
        case 1:
          elementType = (int) reader.varint();
          break;
        case 2:
          readShape(reader.message());
          break;
        default:
          reader.skip();
      }
    }
  }

  private void readShape(ProtoReader reader) {
    LongList lengths = new LongList();
    while (reader.next()) {
      if (reader.field() == 1) {
        lengths.add(readAxis(reader.message()));
      } else {
        reader.skip();
      }
    }
    shape = lengths.toArray();
  }

  private long readAxis(ProtoReader reader) {
    long length = -1;
    String axis = "?";
    while (reader.next()) {
      switch (reader.field()) {
        case 1:
          length = reader.varint();
          axis = Long.toString(length);
          break;
        case 2:
          axis = reader.string();
          break;
        default:
          reader.skip();
      }
    }
    axes.add(axis);
    return length < 0 ? -1 : length;
  }

  public String name() {
    return name;
  }

  /**
   * The element type.
   *
   * @throws ModelException if this runtime has no such type, or the value is not a tensor
   */
  public DataType type() {
    try {
      return DataType.ofOnnxCode(elementType);
    } catch (ModelException e) {
      throw new ModelException("value '" + name + "': " + e.getMessage(), e);
    }
  }

  /** Axis lengths, -1 where open; null where even the number of axes is open. */
  public long[] shape() {
    return shape;
  }

  /** For each axis its name, its length as text, or {@code ?}. */
  public List<String> axes() {
    return axes;
  }
}
