package dev.rot180.onnx;

import dev.rot180.DataType;
import dev.rot180.Limits;
import dev.rot180.ModelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A shape and a primitive array in row-major order: what the inner packages compute with. Whoever
 * holds one must not change its arrays once it is shared.
 */
public final class NdArray {
  private final DataType type;
  private final int[] shape;

  /** The primitive array; null while the elements are still bytes of a file, or forgotten. */
  private volatile Object data;

  /** The file whose bytes hold the elements, until somebody wants the array. */
  private byte[] file;

  private int fileAt;

  private NdArray(DataType type, int[] shape, Object data) {
    this.type = type;
    this.shape = shape;
    this.data = data;
  }

  /**
   * Elements that stay in the file's bytes until they are asked for: weights are packed from there,
   * and never held in between.
   *
   * @param bytes exactly the bytes of the elements, little-endian, in a buffer that has an array
   */
  static NdArray ofBytes(DataType type, int[] shape, ByteBuffer bytes) {
    NdArray array = new NdArray(type, shape.clone(), null);
    array.file = bytes.array();
    array.fileAt = bytes.arrayOffset() + bytes.position();
    return array;
  }

  /** Keeps type and shape alone: nobody needs the elements any more. */
  public synchronized void giveUpElements() {
    data = null;
    file = null;
  }

  /** Wraps a primitive array, which must hold exactly the elements of the shape. */
  public static NdArray of(DataType type, int[] shape, Object data) {
    if (java.lang.reflect.Array.getLength(data) != size(shape)) {
      throw new ModelException(
          "shape "
              + Arrays.toString(shape)
              + " needs "
              + size(shape)
              + " elements, got "
              + java.lang.reflect.Array.getLength(data));
    }
    return new NdArray(type, shape.clone(), data);
  }

  /** A vector of int64. */
  public static NdArray ofLongs(long... data) {
    return new NdArray(DataType.INT64, new int[] {data.length}, data);
  }

  /** An array of zeros. */
  public static NdArray zeros(DataType type, int... shape) {
    return new NdArray(type, shape.clone(), allocate(type, size(shape)));
  }

  /**
   * A primitive array of zeros.
   *
   * @throws ModelException if the JVM has not enough memory for it
   */
  public static Object allocate(DataType type, int size) {
    try {
      switch (type) {
        case FLOAT32:
          return new float[size];
        case FLOAT64:
          return new double[size];
        case INT64:
          return new long[size];
        case INT32:
          return new int[size];
        default:
          return new boolean[size];
      }
    } catch (OutOfMemoryError e) {
      throw new ModelException(
          "no room for "
              + size
              + " elements of "
              + type
              + ": the JVM's heap limit is "
              + (Runtime.getRuntime().maxMemory() >> 20)
              + " MB. Raise it with -Xmx, or give a smaller batch",
          e);
    }
  }

  /**
   * The number of elements of a shape.
   *
   * @throws ModelException if a length is negative or the product is above {@link Limits#ELEMENTS}
   */
  public static int size(int[] shape) {
    long size = 1;
    boolean empty = false;
    for (int length : shape) {
      if (length < 0) {
        throw new ModelException("negative length in shape " + Arrays.toString(shape));
      }
      if (length == 0) {
        empty = true;
      } else {
        size *= length;
      }
      if (size > Limits.ELEMENTS) {
        throw new ModelException(
            "shape "
                + Arrays.toString(shape)
                + " has more elements than Limits.ELEMENTS = "
                + Limits.ELEMENTS);
      }
    }
    return empty ? 0 : (int) size;
  }

  /** Axis lengths as int, with the element count checked. */
  public static int[] shape(long[] dims) {
    if (dims.length > Limits.RANK) {
      throw new ModelException(dims.length + " axes are more than Limits.RANK = " + Limits.RANK);
    }
    int[] shape = new int[dims.length];
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] < 0 || dims[i] > Limits.ELEMENTS) {
        throw new ModelException("axis length " + dims[i] + " in shape " + Arrays.toString(dims));
      }
      shape[i] = (int) dims[i];
    }
    size(shape);
    return shape;
  }

  /** The same elements in another shape of equal size; the data is shared. */
  public NdArray reshaped(int... newShape) {
    return of(type, newShape, data());
  }

  public DataType type() {
    return type;
  }

  /** The axis lengths; not to be changed. */
  public int[] shape() {
    return shape;
  }

  public int rank() {
    return shape.length;
  }

  public int size() {
    return size(shape);
  }

  /** The primitive array itself: {@code float[]}, {@code double[]}, {@code long[]} ... */
  public Object data() {
    Object array = data;
    return array != null ? array : decode();
  }

  private synchronized Object decode() {
    if (data == null) {
      Object array = allocate(type, size());
      OnnxTensor.decode(type, bytes(0, size()), array);
      data = array;
      file = null; // so that it can go
    }
    return data;
  }

  private ByteBuffer bytes(int at, int count) {
    if (file == null) {
      throw new IllegalStateException("the elements of this array were given up");
    }
    return ByteBuffer.wrap(file, fileAt + at * type.bytes(), count * type.bytes())
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Copies some float32 elements, and does not make an array of them all. */
  public synchronized void read(int at, int count, float[] to) {
    if (data != null) {
      System.arraycopy(data, at, to, 0, count);
    } else {
      bytes(at, count).asFloatBuffer().get(to, 0, count);
    }
  }

  public float[] floats() {
    return (float[]) data();
  }

  public double[] doubles() {
    return (double[]) data();
  }

  /** The elements as long: of an int64 or int32 array, a new array unless it holds longs. */
  public long[] longs() {
    Object array = data();
    if (array instanceof long[]) {
      return (long[]) array;
    }
    if (array instanceof int[]) {
      int[] ints = (int[]) array;
      long[] result = new long[ints.length];
      for (int i = 0; i < result.length; i++) {
        result[i] = ints[i];
      }
      return result;
    }
    throw new ModelException("expected integers, got " + type);
  }

  /** A copy in which every NaN has the one pattern of bits that may be seen outside. */
  public NdArray canonicalCopy() {
    Object copy = allocate(type, size());
    System.arraycopy(data(), 0, copy, 0, size());
    return new NdArray(type, shape, copy).canonical();
  }

  /** This array, every NaN in it changed to the one pattern of bits that may be seen outside. */
  public NdArray canonical() {
    Object array = data();
    if (array instanceof float[]) {
      canonicalize((float[]) array, size());
    } else if (array instanceof double[]) {
      double[] doubles = (double[]) array;
      for (int i = 0; i < doubles.length; i++) {
        if (doubles[i] != doubles[i]) {
          doubles[i] = Double.NaN;
        }
      }
    }
    return this;
  }

  /** Gives every NaN the bits 0x7fc00000. */
  public static void canonicalize(float[] data, int size) {
    for (int i = 0; i < size; i++) {
      if (data[i] != data[i]) {
        data[i] = Float.NaN;
      }
    }
  }

  /** Equal type, shape and bits; all NaNs are equal, -0.0 and 0.0 are not. */
  @Override
  public boolean equals(Object other) {
    if (!(other instanceof NdArray)) {
      return false;
    }
    NdArray that = (NdArray) other;
    return type == that.type
        && Arrays.equals(shape, that.shape)
        && Arrays.deepEquals(new Object[] {data()}, new Object[] {that.data()});
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(shape) * 31 + Arrays.deepHashCode(new Object[] {data()});
  }
}
