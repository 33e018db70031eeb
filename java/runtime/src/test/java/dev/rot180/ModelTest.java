package dev.rot180;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ModelTest {
  private static final String LENET = "net_lenet";

  private final Model model;
  private final Samples samples;
  private final float[] pixels;
  private final float[] expected;

  ModelTest() throws Exception {
    model = Repository.model(LENET);
    samples = Repository.samples(model, LENET);
    pixels = samples.inputs().get(model.inputs().get(0).name()).floats();
    expected = samples.values().get(model.outputs().get(0).name()).floats();
  }

  @Test
  void predictsTheRecordedOutput() {
    assertArrayEquals(expected, model.predict(pixels));
  }

  @Test
  void predictsIntoAnArrayOfTheCaller() {
    float[] out = new float[expected.length];
    model.predict(pixels, out);
    assertArrayEquals(expected, out);
  }

  @Test
  void givesTheSameBitsAloneAndInABatch() {
    float[] batch = new float[3 * pixels.length];
    for (int i = 0; i < 3; i++) {
      System.arraycopy(pixels, 0, batch, i * pixels.length, pixels.length);
    }
    float[] results = model.predict(batch);
    for (int i = 0; i < results.length; i++) {
      assertEquals(expected[i % expected.length], results[i]);
    }
  }

  @Test
  void takesBuffersAndArraysOfSamples() {
    FloatBuffer buffer = FloatBuffer.wrap(pixels);
    FloatBuffer result = model.predict(buffer);
    assertEquals(FloatBuffer.wrap(expected), result);
    assertEquals(pixels.length, buffer.remaining());
    float[][] samples = {pixels, new float[pixels.length], pixels};
    float[][] rows = model.predict(samples);
    assertArrayEquals(expected, rows[0]);
    assertArrayEquals(expected, rows[2]);
    assertThrows(ModelException.class, () -> model.predict(new float[][] {pixels, new float[3]}));
  }

  @Test
  void loadsFromAStream() throws Exception {
    byte[] file = Files.readAllBytes(Repository.cases().resolve(LENET).resolve("model.onnx"));
    assertArrayEquals(expected, Model.load(new ByteArrayInputStream(file)).predict(pixels));
  }

  @Test
  void givesInnerValuesByName() {
    for (String name : model.valueNames()) {
      assertEquals(List.of(name), List.copyOf(model.run(samples.inputs(), List.of(name)).keySet()));
    }
    Map<String, Tensor> all = model.run(samples.inputs(), model.valueNames());
    assertEquals(model.valueNames(), new ArrayList<>(all.keySet()));
    assertArrayEquals(expected, all.get(model.outputs().get(0).name()).floats());
  }

  @Test
  void changesNeitherItsInputNorEarlierResults() {
    float[] input = pixels.clone();
    Map<String, Tensor> first = model.run(samples.inputs());
    model.predict(input);
    assertArrayEquals(pixels, input);
    assertArrayEquals(expected, first.get(model.outputs().get(0).name()).floats());
  }

  @Test
  void canBeSharedByThreads() throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(8);
    try {
      List<Future<Boolean>> hammers = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        int batch = 1 + thread % 3;
        Model shared = thread % 2 == 0 ? model : model.withThreads(2);
        hammers.add(executor.submit(() -> hammer(shared, batch)));
      }
      for (Future<Boolean> hammer : hammers) {
        assertTrue(hammer.get());
      }
    } finally {
      executor.shutdownNow();
    }
  }

  private boolean hammer(Model shared, int batch) {
    float[] input = new float[batch * pixels.length];
    for (int i = 0; i < input.length; i++) {
      input[i] = pixels[i % pixels.length];
    }
    for (int call = 0; call < 200; call++) {
      float[] got = shared.predict(input);
      for (int i = 0; i < got.length; i++) {
        if (Float.floatToRawIntBits(got[i])
            != Float.floatToRawIntBits(expected[i % expected.length])) {
          return false;
        }
      }
    }
    return true;
  }

  @Test
  void allocatesNothingWhenWarm() {
    ThreadMXBean counter = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    float[] out = new float[expected.length];
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 200 && least > 0; round++) {
      long before = counter.getThreadAllocatedBytes(thread);
      for (int call = 0; call < 200; call++) {
        model.predict(pixels, out);
      }
      least = Math.min(least, counter.getThreadAllocatedBytes(thread) - before);
    }
    assertEquals(0, least);
  }

  @Test
  void saysWhatItExpectsAndWhatCame() {
    String message =
        assertThrows(ModelException.class, () -> model.predict(new float[7])).getMessage();
    assertTrue(message.contains("multiple of 784"), message);
    assertTrue(message.contains("got 7"), message);
    message =
        assertThrows(ModelException.class, () -> model.predict(pixels, new float[3])).getMessage();
    assertTrue(message.contains("got 3"), message);
    message = assertThrows(ModelException.class, () -> model.run(Map.of())).getMessage();
    assertTrue(message.contains("is missing"), message);
  }

  @Test
  void recognisesChannelsLast() throws Exception {
    Model residual = Repository.model("net_residual");
    ValueInfo input = residual.inputs().get(0);
    long[] shape = input.shape();
    long[] last = {1, shape[2], shape[3], shape[1]};
    Tensor turned = Tensor.of(new float[(int) (shape[1] * shape[2] * shape[3])], last);
    String message =
        assertThrows(ModelException.class, () -> residual.run(Map.of(input.name(), turned)))
            .getMessage();
    assertTrue(message.contains("NHWC"), message);
  }

  @Test
  void refusesUnknownValuesKernelsAndThreads() {
    assertThrows(ModelException.class, () -> model.run(samples.inputs(), List.of("nowhere")));
    assertThrows(ModelException.class, () -> model.withKernels("fast"));
    assertThrows(ModelException.class, () -> model.withThreads(0));
  }
}
