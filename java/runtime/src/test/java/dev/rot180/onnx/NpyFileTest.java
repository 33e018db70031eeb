package dev.rot180.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rot180.DataType;
import dev.rot180.ModelException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NpyFileTest {
  @Test
  void readsWhatItWrites() {
    Object[] data = {
      new float[] {0f, -0f, Float.NaN, 1e-45f, Float.MAX_VALUE, 3f},
      new double[] {1, 2, 3, 4, 5, Double.MIN_VALUE},
      new long[] {1, -2, Long.MAX_VALUE, 4, 5, 6},
      new int[] {1, -2, Integer.MIN_VALUE, 4, 5, 6},
      new boolean[] {true, false, true, true, false, false}
    };
    int[][] shapes = {{6}, {2, 3}, {1, 2, 3}, {3, 1, 2, 1}};
    for (int i = 0; i < data.length; i++) {
      for (int[] shape : shapes) {
        NdArray array = NdArray.of(DataType.values()[i], shape, data[i]);
        assertEquals(array, NpyFile.read(NpyFile.write(array)));
      }
    }
    NdArray scalar = NdArray.of(DataType.FLOAT32, new int[0], new float[] {7f});
    assertEquals(scalar, NpyFile.read(NpyFile.write(scalar)));
  }

  @Test
  void writesTheHeaderThatNumpyWrites() {
    byte[] file = NpyFile.write(NdArray.zeros(DataType.FLOAT32, 3));
    String header = new String(file, 10, 118, StandardCharsets.US_ASCII);
    assertEquals("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", header.trim());
    assertEquals(128 + 12, file.length);
    assertArrayEquals(new byte[] {118, 0}, Arrays.copyOfRange(file, 8, 10));
  }

  @Test
  void refusesOtherFiles() {
    byte[] good = NpyFile.write(NdArray.zeros(DataType.FLOAT32, 2, 2));
    refused("not an npy file", new byte[3]);
    refused("needs 16 bytes", Arrays.copyOf(good, good.length - 1));
    refused("longer than the file", Arrays.copyOf(good, 60));
    refused("'>f4'", changed(good, "<f4", ">f4"));
    refused("Fortran order", changed(good, "False", "True "));
    refused("header", changed(good, "shape", "shave"));
  }

  private static byte[] changed(byte[] file, String from, String to) {
    String text = new String(file, StandardCharsets.ISO_8859_1).replace(from, to);
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void refused(String reason, byte[] file) {
    String message = assertThrows(ModelException.class, () -> NpyFile.read(file)).getMessage();
    assertTrue(message.contains(reason), message);
  }
}
