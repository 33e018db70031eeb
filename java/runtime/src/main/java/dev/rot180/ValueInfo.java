package dev.rot180;

import java.util.Arrays;
import java.util.List;

/**
 * Name, element type and shape of an input or output of a model. Immutable.
 *
 * <p>An axis whose length the model leaves open, such as the batch, has the length -1 in {@link
 * #shape()} and its name, such as {@code N}, in {@link #axes()}.
 */
public final class ValueInfo {
  private final String name;
  private final DataType type;
  private final long[] shape;
  private final List<String> axes;

  /**
   * Makes a description.
   *
   * @param name the value's name in the graph
   * @param type its element type
   * @param shape its axis lengths, -1 where open; null if even the number of axes is open
   * @param axes for each axis its name, or its length as text
   */
  ValueInfo(String name, DataType type, long[] shape, List<String> axes) {
    this.name = name;
    this.type = type;
    this.shape = shape == null ? null : shape.clone();
    this.axes = axes;
  }

  /**
   * The value's name in the graph.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * The value's element type.
   *
   * @return the type
   */
  public DataType type() {
    return type;
  }

  /**
   * Tells whether the file says how many axes this value has.
   *
   * @return false if the shape is left open altogether
   */
  public boolean hasShape() {
    return shape != null;
  }

  /**
   * The axis lengths, -1 for each that the model leaves open.
   *
   * @return a new array; empty for a scalar and where {@link #hasShape()} is false
   */
  public long[] shape() {
    return shape == null ? new long[0] : shape.clone();
  }

  /**
   * For each axis its name, such as {@code N}, or its length as text.
   *
   * @return an unmodifiable list
   */
  public List<String> axes() {
    return axes;
  }

  /**
   * The description as text, such as {@code input: float32 [N, 1, 28, 28]}.
   *
   * @return name, type and shape
   */
  @Override
  public String toString() {
    return name + ": " + type + " " + (shape == null ? "[any shape]" : axes.toString());
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof ValueInfo)) {
      return false;
    }
    ValueInfo that = (ValueInfo) other;
    return name.equals(that.name)
        && type == that.type
        && Arrays.equals(shape, that.shape)
        && axes.equals(that.axes);
  }

  @Override
  public int hashCode() {
    return name.hashCode() * 31 + Arrays.hashCode(shape);
  }
}
