package dev.rot180;

import dev.rot180.onnx.NdArray;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A value of a model: element type, shape, and elements in row-major order (the last axis runs
 * fastest). Immutable: arrays are copied on the way in and out.
 *
 * <pre>{@code
 * Tensor image = Tensor.of(pixels, 1, 1, 28, 28);
 * float[] scores = model.run(Map.of("input", image)).get("prob").floats();
 * }</pre>
 */
public final class Tensor {
  private final NdArray array;

  Tensor(NdArray array) {
    this.array = array;
  }

  private static Tensor of(DataType type, Object copy, int length, long[] shape) {
    int[] lengths = NdArray.shape(shape);
    if (NdArray.size(lengths) != length) {
      throw new ModelException(
          "shape "
              + Arrays.toString(shape)
              + " needs "
              + NdArray.size(lengths)
              + " elements, got "
              + length);
    }
    return new Tensor(NdArray.of(type, lengths, copy));
  }

  /**
   * A float32 tensor.
   *
   * @param elements the elements, copied
   * @param shape axis lengths, none for a scalar
   * @return the tensor
   * @throws ModelException if the shape does not have that many elements
   */
  public static Tensor of(float[] elements, long... shape) {
    return of(DataType.FLOAT32, elements.clone(), elements.length, shape);
  }

  /**
   * A float32 tensor of what remains in a buffer, whose position is left as it is.
   *
   * @param elements the elements, copied
   * @param shape axis lengths, none for a scalar
   * @return the tensor
   * @throws ModelException if the shape does not have that many elements
   */
  public static Tensor of(FloatBuffer elements, long... shape) {
    float[] copy = new float[elements.remaining()];
    elements.duplicate().get(copy);
    return of(DataType.FLOAT32, copy, copy.length, shape);
  }

  /**
   * A float64 tensor.
   *
   * @param elements the elements, copied
   * @param shape axis lengths, none for a scalar
   * @return the tensor
   * @throws ModelException if the shape does not have that many elements
   */
  public static Tensor of(double[] elements, long... shape) {
    return of(DataType.FLOAT64, elements.clone(), elements.length, shape);
  }

  /**
   * An int64 tensor.
   *
   * @param elements the elements, copied
   * @param shape axis lengths, none for a scalar
   * @return the tensor
   * @throws ModelException if the shape does not have that many elements
   */
  public static Tensor of(long[] elements, long... shape) {
    return of(DataType.INT64, elements.clone(), elements.length, shape);
  }

  /**
   * An int32 tensor.
   *
   * @param elements the elements, copied
   * @param shape axis lengths, none for a scalar
   * @return the tensor
   * @throws ModelException if the shape does not have that many elements
   */
  public static Tensor of(int[] elements, long... shape) {
    return of(DataType.INT32, elements.clone(), elements.length, shape);
  }

  /**
   * A bool tensor.
   *
   * @param elements the elements, copied
   * @param shape axis lengths, none for a scalar
   * @return the tensor
   * @throws ModelException if the shape does not have that many elements
   */
  public static Tensor of(boolean[] elements, long... shape) {
    return of(DataType.BOOL, elements.clone(), elements.length, shape);
  }

  NdArray array() {
    return array;
  }

  /**
   * The element type.
   *
   * @return the type
   */
  public DataType type() {
    return array.type();
  }

  /**
   * The axis lengths.
   *
   * @return a new array, empty for a scalar
   */
  public long[] shape() {
    return Arrays.stream(array.shape()).asLongStream().toArray();
  }

  /**
   * The number of elements.
   *
   * @return the product of the axis lengths
   */
  public int size() {
    return array.size();
  }

  private Object expect(DataType type) {
    if (array.type() != type) {
      throw new ModelException("expected a tensor of " + type + ", got " + this);
    }
    return array.data();
  }

  /**
   * The elements of a float32 tensor.
   *
   * @return a new array
   * @throws ModelException if the tensor is of another type
   */
  public float[] floats() {
    return ((float[]) expect(DataType.FLOAT32)).clone();
  }

  /**
   * The elements of a float32 tensor without a copy.
   *
   * @return a read-only buffer
   * @throws ModelException if the tensor is of another type
   */
  public FloatBuffer floatBuffer() {
    return FloatBuffer.wrap((float[]) expect(DataType.FLOAT32)).asReadOnlyBuffer();
  }

  /**
   * The elements of a float64 tensor.
   *
   * @return a new array
   * @throws ModelException if the tensor is of another type
   */
  public double[] doubles() {
    return ((double[]) expect(DataType.FLOAT64)).clone();
  }

  /**
   * The elements of an int64 tensor.
   *
   * @return a new array
   * @throws ModelException if the tensor is of another type
   */
  public long[] longs() {
    return ((long[]) expect(DataType.INT64)).clone();
  }

  /**
   * The elements of an int32 tensor.
   *
   * @return a new array
   * @throws ModelException if the tensor is of another type
   */
  public int[] ints() {
    return ((int[]) expect(DataType.INT32)).clone();
  }

  /**
   * The elements of a bool tensor.
   *
   * @return a new array
   * @throws ModelException if the tensor is of another type
   */
  public boolean[] booleans() {
    return ((boolean[]) expect(DataType.BOOL)).clone();
  }

  /**
   * Type and shape, such as {@code float32 [1, 10]}.
   *
   * @return a description without the elements
   */
  @Override
  public String toString() {
    return array.type() + " " + Arrays.toString(array.shape());
  }

  /**
   * Compares type, shape and every bit of the elements; all NaNs count as equal, -0.0 and 0.0 do
   * not.
   *
   * @param other anything
   * @return whether it is a tensor of the same bits
   */
  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor && array.equals(((Tensor) other).array);
  }

  @Override
  public int hashCode() {
    return array.hashCode();
  }
}
