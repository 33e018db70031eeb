package dev.rot180;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the repository's test data from the module's folder, where Maven runs the tests. */
public final class Repository {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent().getParent();

  private Repository() {}

  public static Path cases() {
    return ROOT.resolve("tests/cases");
  }

  /** The folders of all cases. */
  public static List<Path> allCases() {
    try (Stream<Path> folders = Files.list(cases())) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("model.onnx")))
          .sorted()
          .collect(Collectors.toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A case's model. */
  public static Model model(String name) throws IOException {
    return Model.load(cases().resolve(name).resolve("model.onnx"));
  }

  /** A case's recorded sample. */
  public static Samples samples(Model model, String name) throws IOException {
    return Samples.load(model, cases().resolve(name).resolve("test_data_set_0"));
  }
}
