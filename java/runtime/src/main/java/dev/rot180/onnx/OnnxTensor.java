package dev.rot180.onnx;

import dev.rot180.DataType;
import dev.rot180.ModelException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A TensorProto: a name and an array. */
public final class OnnxTensor {
  /** Bytes from which elements are worth leaving in the file's bytes, which that keeps alive. */
  private static final int LARGE = 1 << 14;

  private final String name;
  private final NdArray array;

  private OnnxTensor(String name, NdArray array) {
    this.name = name;
    this.array = array;
  }

  public String name() {
    return name;
  }

  public NdArray array() {
    return array;
  }

  /**
   * Reads the bytes of a file that holds one TensorProto, such as {@code input_0.pb}.
   *
   * @throws ModelException if they are not one
   */
  public static OnnxTensor read(byte[] file) {
    return read(new ProtoReader(file));
  }

  static OnnxTensor read(ProtoReader reader) {
    LongList dims = new LongList();
    LongList words32 = new LongList();
    LongList words64 = new LongList();
    LongList varints = new LongList();
    ByteBuffer raw = null;
    String name = "";
    int code = 0;
    while (reader.next()) {
      switch (reader.field()) {
        case 1:
          reader.varints(dims);
          break;
        case 2:
          code = (int) reader.varint();
          break;
        case 4:
          reader.words32(words32);
          break;
        case 5: // int32_data, also of bool
        case 7: // int64_data
          reader.varints(varints);
          break;
        case 8:
          name = reader.string();
          break;
        case 9:
          raw = reader.bytes();
          break;
        case 10:
          reader.words64(words64);
          break;
        case 13:
          throw external(name);
        case 14:
          if (reader.varint() != 0) {
            throw external(name);
          }
          break;
        default:
          reader.skip();
      }
    }
    try {
      DataType type = DataType.ofOnnxCode(code);
      int[] shape = NdArray.shape(dims.toArray());
      return new OnnxTensor(
          name,
          raw != null
              ? fromRaw(type, shape, raw)
              : fromTyped(
                  type,
                  shape,
                  type == DataType.FLOAT32
                      ? words32
                      : type == DataType.FLOAT64 ? words64 : varints));
    } catch (ModelException e) {
      throw new ModelException("tensor '" + name + "': " + e.getMessage(), e);
    }
  }

  private static ModelException external(String name) {
    return new ModelException(
        "tensor '"
            + name
            + "' keeps its data in another file; this runtime reads one file only and never follows"
            + " such a path. Save the model with its data inside"
            + " (onnx.save(onnx.load(path), path, save_as_external_data=False))");
  }

  private static NdArray fromRaw(DataType type, int[] shape, ByteBuffer raw) {
    int size = NdArray.size(shape);
    if ((long) size * type.bytes() != raw.remaining()) {
      throw count(shape, (long) size * type.bytes(), raw.remaining(), "bytes");
    }
    NdArray array = NdArray.ofBytes(type, shape, raw);
    if (raw.remaining() < LARGE) {
      array.data();
    }
    return array;
  }

  /** Fills a primitive array with little-endian elements. */
  static void decode(DataType type, ByteBuffer raw, Object array) {
    switch (type) {
      case FLOAT32:
        raw.asFloatBuffer().get((float[]) array);
        break;
      case FLOAT64:
        raw.asDoubleBuffer().get((double[]) array);
        break;
      case INT64:
        raw.asLongBuffer().get((long[]) array);
        break;
      case INT32:
        raw.asIntBuffer().get((int[]) array);
        break;
      default:
        boolean[] flags = (boolean[]) array;
        for (int i = 0; i < flags.length; i++) {
          flags[i] = raw.get(i) != 0;
        }
    }
  }

  private static NdArray fromTyped(DataType type, int[] shape, LongList words) {
    int size = NdArray.size(shape);
    if (size != words.size()) {
      throw count(shape, size, words.size(), "elements");
    }
    NdArray array = NdArray.zeros(type, shape);
    long[] bits = words.toArray();
    for (int i = 0; i < size; i++) {
      switch (type) {
        case FLOAT32:
          ((float[]) array.data())[i] = Float.intBitsToFloat((int) bits[i]);
          break;
        case FLOAT64:
          ((double[]) array.data())[i] = Double.longBitsToDouble(bits[i]);
          break;
        case INT64:
          ((long[]) array.data())[i] = bits[i];
          break;
        case INT32:
          ((int[]) array.data())[i] = (int) bits[i];
          break;
        default:
          ((boolean[]) array.data())[i] = bits[i] != 0;
      }
    }
    return array;
  }

  private static ModelException count(int[] shape, long expected, long got, String unit) {
    return new ModelException(
        "shape "
            + Arrays.toString(shape)
            + " needs "
            + expected
            + " "
            + unit
            + ", the file has "
            + got);
  }
}
