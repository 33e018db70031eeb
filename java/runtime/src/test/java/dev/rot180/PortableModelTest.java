package dev.rot180;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

class PortableModelTest {
  @Test
  void travels() throws Exception {
    PortableModel model =
        PortableModel.read(Repository.cases().resolve("net_lenet").resolve("model.onnx"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(model);
    }
    PortableModel arrived;
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      arrived = (PortableModel) in.readObject();
    }
    float[] pixels = new float[784];
    pixels[300] = 1f;
    assertArrayEquals(model.get().predict(pixels), arrived.get().predict(pixels));
    assertSame(arrived.get(), arrived.get());
  }

  @Test
  void refusesWhatIsNoModel() {
    assertThrows(ModelException.class, () -> PortableModel.of(new byte[] {1, 2, 3}));
  }
}
