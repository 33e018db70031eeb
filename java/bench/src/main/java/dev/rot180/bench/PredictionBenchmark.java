package dev.rot180.bench;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One prediction of one image, from {@code float[]} to {@code float[]}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PredictionBenchmark {
  @Param({"rot180", "onnxruntime"})
  public String engine;

  /** An ONNX file. */
  @Param("")
  public String net;

  @Param("1")
  public int threads;

  private Engine loaded;
  private float[] image;

  @Setup(Level.Trial)
  public void load() throws Exception {
    loaded = Engine.load(engine, Path.of(net), threads);
    image = Images.noise(loaded.imageSize());
  }

  @TearDown(Level.Trial)
  public void close() throws Exception {
    loaded.close();
  }

  @Benchmark
  public float[] predict() throws Exception {
    return loaded.predict(image);
  }
}
