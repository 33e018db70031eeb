package dev.rot180;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rot180.onnx.NdArray;
import dev.rot180.onnx.NpyFile;
import java.awt.image.BufferedImage;
import java.io.InputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Compares with what Pillow made of the same images. */
class ImagesTest {
  private static final int[][] SIZES = {{28, 28}, {9, 7}, {5, 40}, {23, 17}};

  private static InputStream open(String name) {
    return ImagesTest.class.getResourceAsStream("/images/" + name);
  }

  private static BufferedImage image(String name) throws Exception {
    try (InputStream stream = open(name + ".png")) {
      return ImageIO.read(stream);
    }
  }

  private static float[] recorded(String name) throws Exception {
    try (InputStream stream = open(name + ".npy")) {
      NdArray array = NpyFile.read(stream.readAllBytes());
      int[] samples = (int[]) array.data();
      float[] floats = new float[samples.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = samples[i];
      }
      return floats;
    }
  }

  private static Model model(String contract, long... shape) {
    return Model.of(Models.identity(contract, shape));
  }

  @Test
  void resizesAsPillowDoes() throws Exception {
    for (int[] size : SIZES) {
      String suffix = "_" + size[0] + "x" + size[1];
      Model colours = model("{\"layout\": \"NHWC\"}", -1, size[1], size[0], 3);
      Tensor tensor = Images.toTensor(image("colour"), colours);
      assertArrayEquals(new long[] {1, size[1], size[0], 3}, tensor.shape());
      assertArrayEquals(recorded("colour" + suffix), tensor.floats());
      Model grey = model("{}", -1, 1, size[1], size[0]);
      assertArrayEquals(recorded("grey" + suffix), Images.toTensor(image("grey"), grey).floats());
    }
  }

  @Test
  void makesGreyAsPillowDoes() throws Exception {
    Tensor tensor = Images.toTensor(image("colour"), model("{}", -1, 17, 23));
    assertArrayEquals(new long[] {1, 17, 23}, tensor.shape());
    assertArrayEquals(recorded("to_grey"), tensor.floats());
  }

  @Test
  void followsTheContract() throws Exception {
    float[] samples = recorded("colour_23x17");
    String contract =
        "{\"layout\": \"NCHW\", \"range\": [0, 1], \"mean\": [0.5, 0.25, 0], \"std\": 0.5}";
    float[] elements = Images.toTensor(image("colour"), model(contract, -1, 3, 17, 23)).floats();
    double[] mean = {0.5, 0.25, 0.0};
    for (int i = 0; i < 17 * 23; i++) {
      for (int c = 0; c < 3; c++) {
        assertEquals(
            (float) ((samples[i * 3 + c] / 255.0 - mean[c]) / 0.5), elements[c * 17 * 23 + i]);
      }
    }
  }

  @Test
  void refusesWhatIsNoImage() throws Exception {
    BufferedImage image = image("grey");
    String message =
        assertThrows(ModelException.class, () -> Images.toTensor(image, model("{}", -1, 7)))
            .getMessage();
    assertTrue(message.contains("NCHW"), message);
    assertThrows(ModelException.class, () -> Images.toTensor(image, model("{}", -1, 2, 7, 7)));
    assertThrows(ModelException.class, () -> Images.toTensor(image, model("{}", -1, 3, -1, 7)));
  }
}
