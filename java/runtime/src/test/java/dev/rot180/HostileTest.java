package dev.rot180;

import static dev.rot180.onnx.ProtoBuilder.integers;
import static dev.rot180.onnx.ProtoBuilder.longs;
import static dev.rot180.onnx.ProtoBuilder.model;
import static dev.rot180.onnx.ProtoBuilder.node;
import static dev.rot180.onnx.ProtoBuilder.value;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rot180.onnx.ProtoBuilder;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Models made to do harm end in a ModelException, quickly and without much memory. */
class HostileTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private static void refused(String reason, byte[] file) {
    assertTimeoutPreemptively(
        SOON,
        () -> {
          ModelException e =
              assertThrows(
                  ModelException.class,
                  () -> {
                    Model model = Model.load(new ByteArrayInputStream(file));
                    model.run(Map.of("x", Tensor.of(new float[1], 1, 1, 1, 1)));
                  });
          assertTrue(e.getMessage().contains(reason), e.getMessage());
        });
  }

  private static ProtoBuilder graph() {
    return new ProtoBuilder().message(11, value("x", -1, 1, 1, 1)).message(12, value("y", -1));
  }

  @Test
  void notAModelAtAll() {
    refused("no graph", new byte[0]);
    refused("not an ONNX file", "version https://git-lfs.github.com/spec/v1".getBytes());
    refused("not an ONNX file", new byte[] {0x3a, (byte) 0xff, (byte) 0xff, 0x7f});
  }

  @Test
  void lengthsThatLie() {
    for (long length : new long[] {5, 1L << 31, 1L << 62, -1, Long.MIN_VALUE}) {
      refused("a length of", new ProtoBuilder().lyingBytes(7, length, new byte[3]).build());
    }
  }

  @Test
  void numbersWithoutEnd() {
    byte[] endless = new byte[30];
    Arrays.fill(endless, (byte) 0xff);
    refused("more than ten bytes", endless);
  }

  @Test
  void messagesNestedWithoutEnd() {
    ProtoBuilder graph = graph();
    for (int depth = 0; depth < 5000; depth++) {
      ProtoBuilder attribute = new ProtoBuilder().string(1, "then_branch").message(6, graph);
      graph = new ProtoBuilder().message(1, node("If", "c", "y").message(5, attribute));
    }
    refused("Limits.NESTING", model(graph));
  }

  @Test
  void dimensionsBeyondMemory() {
    for (long length : new long[] {1L << 31, 1L << 62, -1}) {
      ProtoBuilder tensor =
          new ProtoBuilder().varint(1, length).varint(2, 1).string(8, "w").bytes(9, new byte[8]);
      refused("axis length", model(graph().message(5, tensor)));
    }
    ProtoBuilder tensor = new ProtoBuilder().varint(2, 1).string(8, "w").bytes(9, new byte[8]);
    for (int axis = 0; axis < 16; axis++) {
      tensor.varint(1, 65536);
    }
    refused("Limits.ELEMENTS", model(graph().message(5, tensor)));
  }

  @Test
  void shapesThatDoNotFitTheData() {
    ProtoBuilder tensor =
        new ProtoBuilder().varint(1, 1000).varint(2, 1).string(8, "w").bytes(9, new byte[8]);
    refused("needs 4000 bytes", model(graph().message(5, tensor)));
  }

  @Test
  void dataInOtherFiles() {
    for (String path : new String[] {"/etc/passwd", "../weights.bin"}) {
      ProtoBuilder entry = new ProtoBuilder().string(1, "location").string(2, path);
      ProtoBuilder tensor =
          new ProtoBuilder().varint(1, 1).varint(2, 1).string(8, "w").message(13, entry);
      refused("another file", model(graph().message(5, tensor)));
    }
    ProtoBuilder tensor = new ProtoBuilder().varint(1, 1).varint(2, 1).varint(14, 1);
    refused("another file", model(graph().message(5, tensor)));
  }

  @Test
  void cyclesAndValuesOutOfNowhere() {
    refused(
        "which nothing before it makes",
        model(graph().message(1, node("Add", "x b", "a")).message(1, node("Neg", "a", "y b"))));
    refused("which nothing before it makes", model(graph().message(1, node("Neg", "w", "y"))));
    refused("which nothing before it makes", model(graph()));
    refused(
        "made twice",
        model(graph().message(1, node("Neg", "x", "y")).message(1, node("Abs", "x", "y"))));
  }

  @Test
  void unknownOperatorsAreAllListed() {
    ProtoBuilder graph =
        graph().message(1, node("Foo", "x", "a")).message(1, node("LSTM", "a", "y"));
    refused("Foo 'a', LSTM 'y'", model(graph));
  }

  @Test
  void constantsThatGrow() {
    ProtoBuilder huge =
        graph()
            .message(5, longs("shape", 1L << 40))
            .message(1, node("ConstantOfShape", "shape", "y"));
    refused("axis length", model(huge));
    ProtoBuilder many = graph().message(5, longs("shape", 1 << 26));
    for (int i = 0; i < 100; i++) {
      many.message(1, node("ConstantOfShape", "shape", i == 99 ? "y" : "c" + i));
    }
    refused("Limits.CONSTANT_BYTES", model(many));
    ProtoBuilder doubling =
        graph().message(5, longs("v0", 1)).message(5, longs("twice", 2)).message(5, longs("n", 9));
    for (int i = 0; i < 60; i++) {
      doubling.message(1, node("Tile", "v" + i + " twice", i == 59 ? "y" : "v" + (i + 1)));
    }
    refused("Limits.CONSTANT_BYTES", model(doubling));
  }

  @Test
  void windowsAndPadsBeyondReason() {
    refused(
        "Limits.WINDOW",
        model(
            graph()
                .message(
                    1,
                    node("MaxPool", "x", "y")
                        .message(5, integers("kernel_shape", 1, 1))
                        .message(5, integers("pads", 1L << 30, 1L << 30, 1L << 30, 1L << 30)))));
    refused(
        "Limits.",
        model(
            graph()
                .message(
                    1,
                    node("MaxPool", "x", "y")
                        .message(5, integers("kernel_shape", 1 << 20, 1 << 20))
                        .message(5, integers("pads", 1 << 20, 1 << 20, 1 << 20, 1 << 20)))));
  }

  @Test
  void shapesOfTheInputBlownUp() {
    ProtoBuilder graph =
        graph()
            .message(5, longs("to", 1 << 14, 1 << 14, 1 << 14, 1 << 14))
            .message(1, node("Expand", "x to", "y"));
    refused("Limits.ELEMENTS", model(graph));
  }
}
