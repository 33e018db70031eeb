import dev.rot180.kernels.FloatMath;
import dev.rot180.kernels.Hyperbolic;
import dev.rot180.kernels.Trigonometry;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Prints the hashes of check.cpp as the Java runtime computes them. */
public final class Exhaustive {
  private static final int CHUNK = 4096;
  private static final int BLOCK = 1 << 24;
  private static final long ALL = 1L << 32;
  private static final long M = 1_000_000;

  private interface Function {
    void apply(int n, float[] x, int xAt, float[] y, int yAt);
  }

  private interface Scalar {
    float apply(float x);
  }

  private static Function each(Scalar f) {
    return (n, x, xAt, y, yAt) -> {
      for (int i = 0; i < n; i++) {
        y[yAt + i] = f.apply(x[xAt + i]);
      }
    };
  }

  /** A hash is the sum of this over all arguments, modulo 2^64. */
  private static long mix(long argument, int result) {
    long z = (argument << 32 | result & 0xffffffffL) * 0x9e3779b97f4a7c15L;
    z = (z ^ z >>> 32) * 0xd6e8feb86659fd93L;
    return z ^ z >>> 32;
  }

  /** Arguments from, from + step, ... below to, as bits. */
  private static long hash(Function f, long from, long to, long step) {
    float[] x = new float[CHUNK];
    float[] y = new float[CHUNK];
    long hash = 0;
    for (long start = from; start < to; start += CHUNK * step) {
      for (int i = 0; i < CHUNK; i++) {
        x[i] = Float.intBitsToFloat((int) (start + i * step));
      }
      f.apply(CHUNK, x, 0, y, 0);
      for (int i = 0; i < CHUNK && start + i * step < to; i++) {
        hash += mix(start + i * step, Float.floatToRawIntBits(y[i]));
      }
    }
    return hash;
  }

  private static void print(String name, Function f) {
    long[] blocks = new long[256];
    IntStream.range(0, 256)
        .parallel()
        .forEach(b -> blocks[b] = hash(f, (long) b * BLOCK, (b + 1L) * BLOCK, 1));
    for (int b = 0; b < 256; b++) {
      System.out.printf("%s %02x %016x%n", name, b, blocks[b]);
    }
    System.out.printf("%s stride %016x%n", name, hash(f, 0, ALL, 4099));
  }

  private static long pairs(long from, long to) {
    long hash = 0;
    for (long i = from; i < to; i++) {
      long r = mix(i >>> 1, (int) (i & 1)) ^ mix(i, 7);
      int exponent = (int) (r >>> 32);
      if ((i & 1) != 0) {
        exponent = exponent & 0x807fffff | 111 + (exponent >>> 23 & 31) << 23;
      }
      float power = FloatMath.pow(Float.intBitsToFloat((int) r), Float.intBitsToFloat(exponent));
      hash += mix(i, Float.floatToRawIntBits(power));
    }
    return hash;
  }

  /**
   * Hashes the functions over all arguments.
   *
   * @param args the names of the functions; all without
   */
  public static void main(String[] args) {
    Map<String, Function> functions = new LinkedHashMap<>();
    functions.put("exp", FloatMath::exp);
    functions.put("log", FloatMath::log);
    functions.put("tanh", FloatMath::tanh);
    functions.put("sigmoid", FloatMath::sigmoid);
    functions.put("softplus", FloatMath::softplus);
    functions.put("erf", FloatMath::erf);
    functions.put("sin", each(Trigonometry::sin));
    functions.put("cos", each(Trigonometry::cos));
    functions.put("tan", each(Trigonometry::tan));
    functions.put("asin", each(Trigonometry::asin));
    functions.put("acos", each(Trigonometry::acos));
    functions.put("atan", each(Trigonometry::atan));
    functions.put("sinh", each(Hyperbolic::sinh));
    functions.put("cosh", each(Hyperbolic::cosh));
    functions.put("asinh", each(Hyperbolic::asinh));
    functions.put("acosh", each(Hyperbolic::acosh));
    functions.put("atanh", each(Hyperbolic::atanh));
    List<String> chosen = Arrays.asList(args);
    functions.forEach(
        (name, f) -> {
          if (chosen.isEmpty() || chosen.contains(name)) {
            print(name, f);
          }
        });
    if (chosen.isEmpty() || chosen.contains("pow")) {
      long hash =
          IntStream.range(0, 100).parallel().mapToLong(p -> pairs(p * M, (p + 1) * M)).sum();
      System.out.printf("pow sample %016x%n", pairs(0, M));
      System.out.printf("pow pairs %016x%n", hash);
    }
  }
}
