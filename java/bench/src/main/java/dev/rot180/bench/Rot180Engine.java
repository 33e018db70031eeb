package dev.rot180.bench;

import dev.rot180.Model;
import java.io.IOException;
import java.nio.file.Path;

/** This project. */
final class Rot180Engine implements Engine {
  private final Model model;

  Rot180Engine(Path file, int threads) throws IOException {
    model = Model.load(file).withThreads(threads);
  }

  @Override
  public float[] predict(float[] image) {
    return model.predict(image);
  }

  @Override
  public int imageSize() {
    return Images.size(model.inputs().get(0).shape());
  }

  @Override
  public void close() {}
}
