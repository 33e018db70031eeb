package dev.rot180.exec;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.fail;

import dev.rot180.DataType;
import dev.rot180.ModelException;
import dev.rot180.Repository;
import dev.rot180.onnx.NdArray;
import dev.rot180.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is in a file or given as input: a result or a ModelException, soon. */
class FuzzTest {
  private static final int VARIANTS = 40;
  private static final Duration SOON = Duration.ofSeconds(20);

  static List<Path> cases() {
    return Repository.allCases();
  }

  private static byte[] file(Path folder) throws IOException {
    return Files.readAllBytes(folder.resolve("model.onnx"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void inputsOfAnyTypeAndShape(Path folder) throws IOException {
    byte[] file = file(folder);
    Random random = new Random(folder.getFileName().hashCode());
    assertTimeoutPreemptively(
        SOON,
        () -> {
          for (int variant = 0; variant < VARIANTS; variant++) {
            attempt(
                folder + ", variant " + variant,
                () -> run(new Program(OnnxModel.read(file)), random));
          }
        });
  }

  @ParameterizedTest
  @MethodSource("cases")
  void filesWithDamagedBytes(Path folder) throws IOException {
    byte[] whole = file(folder);
    Random random = new Random(whole.length);
    assertTimeoutPreemptively(
        SOON,
        () -> {
          for (int variant = 0; variant < VARIANTS; variant++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i <= variant % 4; i++) {
              // Most of the structure is at the front and at the end, most of the middle is
              // weights.
              int place = random.nextInt(Math.min(whole.length, 600));
              int at = random.nextBoolean() ? place : whole.length - 1 - place;
              damaged[at] = (byte) random.nextInt(256);
            }
            attempt(
                folder + ", variant " + variant,
                () -> run(new Program(OnnxModel.read(damaged)), random));
          }
        });
  }

  @ParameterizedTest
  @MethodSource("cases")
  void filesCutOff(Path folder) throws IOException {
    byte[] whole = file(folder);
    int step = Math.max(1, whole.length / 100);
    for (int length = 0; length < whole.length; length += step) {
      byte[] cut = Arrays.copyOf(whole, length);
      attempt(folder + " cut at " + length, () -> new Program(OnnxModel.read(cut)));
    }
  }

  private static void run(Program program, Random random) {
    NdArray[] given = new NdArray[program.inputs().length];
    for (int i = 0; i < given.length; i++) {
      given[i] = array(random);
    }
    program.run(given, program.outputs(), Engine.PLAIN);
  }

  private static NdArray array(Random random) {
    DataType[] types = DataType.values();
    // Mostly float32 of three or four axes, which gets furthest.
    DataType type = random.nextBoolean() ? DataType.FLOAT32 : types[random.nextInt(types.length)];
    int[] shape = new int[random.nextBoolean() ? 3 + random.nextInt(2) : random.nextInt(6)];
    for (int axis = 0; axis < shape.length; axis++) {
      shape[axis] = random.nextInt(5);
    }
    NdArray array = NdArray.zeros(type, shape);
    for (int i = 0; i < array.size(); i++) {
      int value = random.nextInt(7) - 3;
      switch (type) {
        case FLOAT32:
          array.floats()[i] = value;
          break;
        case FLOAT64:
          array.doubles()[i] = value;
          break;
        case INT64:
          ((long[]) array.data())[i] = value;
          break;
        case INT32:
          ((int[]) array.data())[i] = value;
          break;
        default:
          ((boolean[]) array.data())[i] = value > 0;
      }
    }
    return array;
  }

  private static void attempt(String what, Runnable action) {
    try {
      action.run();
    } catch (ModelException expected) {
      // refused, which is as good as a result
    } catch (RuntimeException | Error e) {
      fail(what, e);
    }
  }
}
