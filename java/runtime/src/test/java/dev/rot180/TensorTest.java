package dev.rot180;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class TensorTest {
  @Test
  void isImmutable() {
    float[] elements = {1, 2, 3, 4};
    Tensor tensor = Tensor.of(elements, 2, 2);
    elements[0] = 9;
    tensor.floats()[1] = 9;
    tensor.shape()[0] = 9;
    assertArrayEquals(new float[] {1, 2, 3, 4}, tensor.floats());
    assertArrayEquals(new long[] {2, 2}, tensor.shape());
    assertTrue(tensor.floatBuffer().isReadOnly());
  }

  @Test
  void takesWhatRemainsInABuffer() {
    FloatBuffer buffer = FloatBuffer.wrap(new float[] {0, 1, 2, 3});
    buffer.position(1);
    assertArrayEquals(new float[] {1, 2, 3}, Tensor.of(buffer, 3).floats());
    assertEquals(1, buffer.position());
  }

  @Test
  void comparesBitsButNotNaNs() {
    Tensor tensor = Tensor.of(new float[] {Float.NaN, 0f}, 2);
    assertEquals(tensor, Tensor.of(new float[] {Float.intBitsToFloat(0xffc12345), 0f}, 2));
    assertEquals(
        tensor.hashCode(),
        Tensor.of(new float[] {Float.intBitsToFloat(0xffc12345), 0f}, 2).hashCode());
    assertNotEquals(tensor, Tensor.of(new float[] {Float.NaN, -0f}, 2));
    assertNotEquals(tensor, Tensor.of(new float[] {Float.NaN, 0f}, 1, 2));
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThrows(ModelException.class, () -> Tensor.of(new float[3], 2, 2));
    assertThrows(ModelException.class, () -> Tensor.of(new float[3], -3));
    assertThrows(ModelException.class, () -> Tensor.of(new float[3], 3).longs());
  }
}
