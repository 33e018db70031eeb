package dev.rot180.cli;

import dev.rot180.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Replays recorded samples. */
final class VerifyCommand implements Command {
  @Override
  public String help() {
    return String.join(
        System.lineSeparator(),
        "Replays the samples recorded beside a model (ONNX's test-data layout: folders",
        "test_data_set_* with input_*.pb, output_*.pb, and one .pb for each recorded inner value)",
        "and demands equal bits; all NaNs count as equal.",
        "",
        "usage: java -jar rot180-runtime.jar verify MODEL.onnx|FOLDER ... [--tolerance RTOL,ATOL]",
        "           [--threads N] [--kernels auto|plain|vector128|vector256|vector512]",
        "",
        "  FOLDER       every model.onnx below it is replayed",
        "  --tolerance  instead of equal bits, demand |got - recorded| <= ATOL + RTOL |recorded|",
        "",
        "Prints a line for each model; exit status 1 if one differs or cannot be run.",
        "example: java -jar rot180-runtime.jar verify digits.onnx");
  }

  @Override
  public boolean run(List<String> arguments) throws IOException {
    Options options = new Options(arguments, "--tolerance", "--threads", "--kernels");
    if (options.positional().isEmpty()) {
      throw new UsageException("expected a model file or folders of cases");
    }
    Tolerance tolerance = Tolerance.parse(options.value("--tolerance", ""));
    int passed = 0;
    int failed = 0;
    for (Path file : models(options.positional())) {
      String verdict;
      try {
        verdict = new Replay(PredictCommand.open(file, options), tolerance).run(file);
      } catch (ModelException e) {
        verdict = e.getMessage().replace(file + ": ", "");
      }
      if (verdict == null) {
        passed++;
      } else {
        failed++;
      }
      System.out.println((verdict == null ? "ok    " + file : "FAIL  " + file + ": " + verdict));
    }
    System.out.println(passed + " passed, " + failed + " failed");
    return failed == 0 && passed > 0;
  }

  private static List<Path> models(List<String> arguments) throws IOException {
    List<Path> models = new ArrayList<>();
    for (String argument : arguments) {
      Path path = Path.of(argument);
      if (Files.isDirectory(path)) {
        try (var files = Files.walk(path)) {
          files.filter(file -> file.endsWith("model.onnx")).sorted().forEach(models::add);
        }
      } else {
        models.add(path);
      }
    }
    return models;
  }
}
