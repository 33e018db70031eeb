package dev.rot180;

import java.util.Locale;

/** The element types that values of a model can have. */
public enum DataType {
  /** IEEE 754 binary32, held in a {@code float[]}. */
  FLOAT32(1, 4),
  /** IEEE 754 binary64, held in a {@code double[]}. */
  FLOAT64(11, 8),
  /** 64-bit integers, held in a {@code long[]}. */
  INT64(7, 8),
  /** 32-bit integers, held in an {@code int[]}. */
  INT32(6, 4),
  /** Truth values, held in a {@code boolean[]}. */
  BOOL(9, 1);

  private static final String[] ONNX_NAMES = {
    "undefined",
    "float32",
    "uint8",
    "int8",
    "uint16",
    "int16",
    "int32",
    "int64",
    "string",
    "bool",
    "float16",
    "float64",
    "uint32",
    "uint64",
    "complex64",
    "complex128",
    "bfloat16"
  };

  private final int onnxCode;
  private final int bytes;

  DataType(int onnxCode, int bytes) {
    this.onnxCode = onnxCode;
    this.bytes = bytes;
  }

  /**
   * The number that ONNX's TensorProto.DataType gives this type.
   *
   * @return the ONNX code, such as 1 for float32
   */
  public int onnxCode() {
    return onnxCode;
  }

  /**
   * The size of one element.
   *
   * @return bytes of one element in a file
   */
  public int bytes() {
    return bytes;
  }

  /**
   * The type that has an ONNX code.
   *
   * @param code a value of ONNX's TensorProto.DataType
   * @return the type
   * @throws ModelException if this runtime has no such type
   */
  public static DataType ofOnnxCode(int code) {
    for (DataType type : values()) {
      if (type.onnxCode == code) {
        return type;
      }
    }
    String name = code >= 0 && code < ONNX_NAMES.length ? ONNX_NAMES[code] : "code " + code;
    throw new ModelException(
        "element type "
            + name
            + " is not supported; expected float32, float64, int64, int32 or bool."
            + " Convert the model to float32 first");
  }

  /**
   * The type's name as NumPy writes it, such as {@code float32}.
   *
   * @return the lower-case name
   */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
