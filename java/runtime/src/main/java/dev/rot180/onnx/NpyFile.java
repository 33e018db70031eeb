package dev.rot180.onnx;

import dev.rot180.DataType;
import dev.rot180.ModelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** NumPy's npy format, versions 1 to 3, for the element types of this runtime. */
public final class NpyFile {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int ALIGNMENT = 64;
  private static final Pattern DESCR = Pattern.compile("'descr':\\s*'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order':\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([0-9, ]*)\\)");

  private NpyFile() {}

  /**
   * Reads the bytes of an npy file.
   *
   * @throws ModelException if they are not one, or hold another type or order
   */
  public static NdArray read(byte[] file) {
    if (file.length < 12 || !Arrays.equals(MAGIC, Arrays.copyOf(file, MAGIC.length))) {
      throw new ModelException("not an npy file: it does not begin with \\x93NUMPY");
    }
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    boolean shortHeader = file[6] == 1;
    long length = shortHeader ? buffer.getShort(8) & 0xffff : buffer.getInt(8) & 0xffffffffL;
    int start = shortHeader ? 10 : 12;
    if (length > file.length - start) {
      throw new ModelException("npy file damaged: its header is longer than the file");
    }
    String header = new String(file, start, (int) length, StandardCharsets.UTF_8);
    if (field(ORDER, header).equals("True")) {
      throw new ModelException(
          "npy file in Fortran order; save numpy.ascontiguousarray(x) instead");
    }
    DataType type = type(field(DESCR, header));
    String[] parts = field(SHAPE, header).trim().split("\\s*,\\s*");
    long[] dims = new long[parts.length == 1 && parts[0].isEmpty() ? 0 : parts.length];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = parts[i].length() > 18 ? Long.MAX_VALUE : Long.parseLong(parts[i]);
    }
    int[] shape = NdArray.shape(dims);
    buffer.position(start + (int) length);
    ByteBuffer data = buffer.slice().order(ByteOrder.LITTLE_ENDIAN);
    long expected = (long) NdArray.size(shape) * type.bytes();
    if (data.remaining() != expected) {
      throw new ModelException(
          "npy file of shape "
              + Arrays.toString(shape)
              + " needs "
              + expected
              + " bytes of data, got "
              + data.remaining());
    }
    NdArray array = NdArray.zeros(type, shape);
    OnnxTensor.decode(array.type(), data, array.data());
    return array;
  }

  private static String field(Pattern pattern, String header) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw new ModelException("npy header not understood: " + header.trim());
    }
    return matcher.group(1);
  }

  private static DataType type(String descr) {
    switch (descr) {
      case "<f4":
        return DataType.FLOAT32;
      case "<f8":
        return DataType.FLOAT64;
      case "<i8":
        return DataType.INT64;
      case "<i4":
        return DataType.INT32;
      case "|b1":
        return DataType.BOOL;
      default:
        throw new ModelException(
            "npy file of type '"
                + descr
                + "'; expected little-endian float32, float64, int64, int32 or bool."
                + " Save x.astype('<f4') instead");
    }
  }

  /** The bytes of an npy file of version 1 that holds the array. */
  public static byte[] write(NdArray array) {
    StringBuilder shape = new StringBuilder();
    for (int length : array.shape()) {
      shape.append(length).append(array.rank() == 1 ? "," : ", ");
    }
    if (array.rank() > 1) {
      shape.setLength(shape.length() - 2);
    }
    StringBuilder header =
        new StringBuilder("{'descr': '")
            .append(descr(array.type()))
            .append("', 'fortran_order': False, 'shape': (")
            .append(shape)
            .append("), }");
    while ((10 + header.length() + 1) % ALIGNMENT != 0) {
      header.append(' ');
    }
    header.append('\n');
    long size = 10L + header.length() + (long) array.size() * array.type().bytes();
    if (size > Integer.MAX_VALUE - 8) {
      throw new ModelException("array of " + size + " bytes is too large for one npy file");
    }
    ByteBuffer out = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    out.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) header.length());
    out.put(header.toString().getBytes(StandardCharsets.US_ASCII));
    writeElements(array, out);
    return out.array();
  }

  private static String descr(DataType type) {
    switch (type) {
      case FLOAT32:
        return "<f4";
      case FLOAT64:
        return "<f8";
      case INT64:
        return "<i8";
      case INT32:
        return "<i4";
      default:
        return "|b1";
    }
  }

  private static void writeElements(NdArray array, ByteBuffer out) {
    switch (array.type()) {
      case FLOAT32:
        out.asFloatBuffer().put((float[]) array.data());
        break;
      case FLOAT64:
        out.asDoubleBuffer().put((double[]) array.data());
        break;
      case INT64:
        out.asLongBuffer().put((long[]) array.data());
        break;
      case INT32:
        out.asIntBuffer().put((int[]) array.data());
        break;
      default:
        for (boolean flag : (boolean[]) array.data()) {
          out.put((byte) (flag ? 1 : 0));
        }
    }
  }
}
