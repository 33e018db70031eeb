package dev.rot180.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kernel gives the bits of the definition, whatever the sizes and the threads. */
class KernelsTest {
  private static final ExecutorService POOL = Executors.newFixedThreadPool(2);
  private static final int TASKS = 250;

  /** Plain kernels, and those of one vector width where this JVM has the module. */
  static List<Kernels> kernels() {
    Stream<String> names = Stream.of("plain");
    if (KernelChoice.isModuleThere()) {
      names = Stream.concat(names, Stream.of(KernelChoice.widest()));
    }
    return names.map(KernelChoice::named).collect(Collectors.toList());
  }

  @AfterAll
  static void endThreads() {
    POOL.shutdown();
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void convolutionsHaveTheBitsOfTheDefinition(Kernels kernels) {
    Problems problems = new Problems(1);
    for (int i = 0; i < TASKS; i++) {
      ConvShape shape = problems.convolution();
      int before = problems.from(0, 3);
      float[] x = problems.numbers(before + shape.batch * shape.channels * shape.inPlane());
      float[] filters = problems.numbers(shape.filters * shape.steps());
      float[] bias = problems.oneIn(2) ? problems.numbers(shape.filters) : null;
      float[] expected = poisoned(before + shape.batch * shape.filters * shape.outPlane() + 2);
      float[] actual = expected.clone();
      ReferenceConv.conv(shape, x, before, filters, bias, expected, before);
      Packed packed = Packed.filters(shape, filters, 0, bias, 0);
      kernels.conv(shape, x, before, packed, actual, before, threads(problems));
      assertSameBits(expected, actual, "convolution " + i + " of " + kernels.name());
      float[] limited = poisoned(expected.length);
      int count = expected.length - before - 2;
      Kernels.plain().clip(count, expected, before, limited, before, 0.0f, 1.5f);
      Arrays.fill(actual, before, before + count, Float.NaN);
      kernels.conv(
          shape, x, before, packed.limitedTo(0.0f, 1.5f), actual, before, threads(problems));
      assertSameBits(limited, actual, "limited convolution " + i + " of " + kernels.name());
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void productsHaveTheBitsOfTheDefinition(Kernels kernels) {
    Problems problems = new Problems(2);
    for (int i = 0; i < TASKS; i++) {
      int rows = problems.oneIn(2) ? 1 : problems.from(2, 200);
      int columns = problems.from(1, 300);
      int steps = problems.from(1, 90);
      float[] a = problems.numbers(rows * steps);
      float[] b = problems.numbers(steps * columns);
      float[] expected = problems.numbers(rows * columns);
      float[] actual = expected.clone();
      Packed packed =
          problems.oneIn(2)
              ? Packed.matrix(steps, columns, b, 0, false, 1.0f)
              : Packed.matrix(steps, columns, transposed(b, steps, columns), 0, true, 1.0f);
      ReferenceConv.gemm(rows, steps, columns, a, b, expected);
      kernels.gemm(rows, a, 0, packed, actual, 0, threads(problems));
      assertSameBits(expected, actual, "product " + i + " of " + kernels.name());
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void poolingsHaveTheBitsOfTheDefinition(Kernels kernels) {
    Problems problems = new Problems(4);
    for (int i = 0; i < TASKS; i++) {
      PoolShape shape = problems.pooling();
      float[] x = problems.numbers(shape.planes * shape.inPlane());
      float[] expected = poisoned(shape.planes * shape.outPlane() + 2);
      float[] actual = expected.clone();
      ReferencePool.max(shape, x, expected);
      kernels.maxPool(shape, x, 0, actual, 0, threads(problems));
      assertSameBits(expected, actual, "maximum " + i + " of " + kernels.name());
      boolean pads = problems.oneIn(2);
      ReferencePool.average(shape, pads, x, expected);
      kernels.averagePool(shape, pads, x, 0, actual, 0, threads(problems));
      assertSameBits(expected, actual, "average " + i + " of " + kernels.name());
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void limitsHaveTheBitsOfTheDefinition(Kernels kernels) {
    Problems problems = new Problems(5);
    for (int i = 0; i < TASKS; i++) {
      float[] x = problems.numbers(problems.from(1, 100));
      float low = problems.oneIn(2) ? 0.0f : -0.5f;
      float high = problems.oneIn(2) ? -0.0f : 0.5f;
      float[] expected = new float[x.length];
      for (int j = 0; j < x.length; j++) {
        float limited = x[j] < low ? low : x[j];
        expected[j] = limited > high ? high : limited;
      }
      float[] actual = poisoned(x.length);
      kernels.clip(x.length, x, 0, actual, 0, low, high);
      assertSameBits(expected, actual, "limits " + i + " of " + kernels.name());
    }
  }

  private static Parallel threads(Problems problems) {
    return new Parallel(POOL, problems.from(1, 3));
  }

  /** An output that nobody has written to. */
  private static float[] poisoned(int size) {
    float[] result = new float[size];
    Arrays.fill(result, -12345.0f);
    return result;
  }

  private static float[] transposed(float[] b, int rows, int columns) {
    float[] result = new float[b.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        result[c * rows + r] = b[r * columns + c];
      }
    }
    return result;
  }

  static void assertSameBits(float[] expected, float[] actual, String what) {
    for (int i = 0; i < expected.length; i++) {
      if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(actual[i])) {
        assertEquals(
            Float.toHexString(expected[i]),
            Float.toHexString(actual[i]),
            what + ", element " + i + " of " + expected.length);
      }
    }
  }
}
