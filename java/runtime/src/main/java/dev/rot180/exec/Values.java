package dev.rot180.exec;

import dev.rot180.DataType;
import dev.rot180.onnx.NdArray;
import java.util.Arrays;
import java.util.BitSet;

/** What planning knows of each value: type, shape, elements if constant, whose array it shares. */
final class Values {
  private DataType[] types;
  private int[][] shapes;
  private NdArray[] constants;
  private int[] roots;
  private int size;

  Values(NdArray[] known) {
    size = known.length;
    types = new DataType[size];
    shapes = new int[size][];
    constants = new NdArray[size];
    roots = new int[size];
    for (int value = 0; value < size; value++) {
      roots[value] = value;
      if (known[value] != null) {
        setConstant(value, known[value]);
      }
    }
  }

  /** Adds a nameless value, for a workspace. */
  int add(DataType type, int[] shape) {
    if (size == roots.length) {
      int room = size + size / 2 + 8;
      types = Arrays.copyOf(types, room);
      shapes = Arrays.copyOf(shapes, room);
      constants = Arrays.copyOf(constants, room);
      roots = Arrays.copyOf(roots, room);
    }
    roots[size] = size;
    set(size, type, shape);
    return size++;
  }

  void set(int value, DataType type, int[] shape) {
    NdArray.size(shape);
    types[value] = type;
    shapes[value] = shape;
  }

  void setAlias(int value, int of, int[] shape) {
    set(value, types[of], shape);
    roots[value] = roots[of];
    if (constants[of] != null) {
      constants[value] = constants[of].reshaped(shape);
    }
  }

  void setConstant(int value, NdArray array) {
    set(value, array.type(), array.shape());
    constants[value] = array;
    roots[value] = value;
  }

  /** Forgets the elements of all constants but some. */
  void keepConstants(BitSet kept) {
    for (int value = 0; value < size; value++) {
      if (!kept.get(value)) {
        constants[value] = null;
      }
    }
  }

  int count() {
    return size;
  }

  DataType type(int value) {
    return types[value];
  }

  int[] shape(int value) {
    return shapes[value];
  }

  int size(int value) {
    return NdArray.size(shapes[value]);
  }

  /** The elements where they are the same on every call, else null. */
  NdArray constant(int value) {
    return constants[value];
  }

  /** The value whose array this one shares: itself, unless it is another view. */
  int root(int value) {
    return roots[value];
  }
}
