package dev.rot180.onnx;

import dev.rot180.ModelException;
import java.util.HashMap;
import java.util.Map;

/** The attributes of a node, by name, each read with the type that the operator wants. */
public final class Attributes {
  // AttributeProto.AttributeType
  private static final int FLOAT = 1;
  private static final int INT = 2;
  private static final int STRING = 3;
  private static final int FLOATS = 6;
  private static final int INTS = 7;

  private final Map<String, Object> values = new HashMap<>();

  Attributes() {}

  /** Reads one AttributeProto and adds it. */
  void add(ProtoReader reader) {
    String name = "";
    Object value = null;
    int type = 0;
    LongList ints = new LongList();
    LongList floats = new LongList();
    while (reader.next()) {
      switch (reader.field()) {
        case 1:
          name = reader.string();
          break;
        case 2:
          value = reader.float32();
          break;
        case 3:
          value = reader.varint();
          break;
        case 4:
          value = reader.string();
          break;
        case 5:
          value = OnnxTensor.read(reader.message()).array();
          break;
        case 6:
          value = OnnxGraph.read(reader.message());
          break;
        case 7:
          reader.words32(floats);
          break;
        case 8:
          reader.varints(ints);
          break;
        case 20:
          type = (int) reader.varint();
          break;
        default:
          reader.skip();
      }
    }
    if (type == FLOATS || floats.size() > 0) {
      value = floats(floats.toArray());
    } else if (type == INTS || ints.size() > 0) {
      value = ints.toArray();
    } else if (value == null) {
      value = absent(type);
    }
    if (value != null) {
      values.put(name, value);
    }
  }

  /** What a writer meant that leaves zeros out of the file. */
  private static Object absent(int type) {
    switch (type) {
      case FLOAT:
        return 0f;
      case INT:
        return 0L;
      case STRING:
        return "";
      default:
        return null;
    }
  }

  private static float[] floats(long[] bits) {
    float[] result = new float[bits.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = Float.intBitsToFloat((int) bits[i]);
    }
    return result;
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  public long integer(String name, long absent) {
    return get(name, Long.class, absent);
  }

  public boolean flag(String name, boolean absent) {
    return integer(name, absent ? 1 : 0) != 0;
  }

  public float real(String name, float absent) {
    return get(name, Float.class, absent);
  }

  public String string(String name, String absent) {
    return get(name, String.class, absent);
  }

  /** A list of integers, or null where there is none. Not to be changed. */
  public long[] integers(String name) {
    return get(name, long[].class, null);
  }

  /** A list of float32, or null where there is none. Not to be changed. */
  public float[] reals(String name) {
    return get(name, float[].class, null);
  }

  /** An array, or null where there is none. */
  public NdArray array(String name) {
    return get(name, NdArray.class, null);
  }

  /** A subgraph, or null where there is none. */
  public OnnxGraph graph(String name) {
    return get(name, OnnxGraph.class, null);
  }

  private <T> T get(String name, Class<T> type, T absent) {
    Object value = values.get(name);
    if (value == null) {
      return absent;
    }
    if (!type.isInstance(value)) {
      throw new ModelException(
          "attribute '"
              + name
              + "' is a "
              + value.getClass().getSimpleName()
              + ", expected "
              + type.getSimpleName());
    }
    return type.cast(value);
  }
}
