package dev.rot180;

import static dev.rot180.onnx.ProtoBuilder.model;
import static dev.rot180.onnx.ProtoBuilder.node;
import static dev.rot180.onnx.ProtoBuilder.value;

import dev.rot180.onnx.ProtoBuilder;
import java.util.Arrays;

/** Tiny models made on the spot. */
final class Models {
  private Models() {}

  /** A model whose output is its input, with an input contract. */
  static byte[] identity(String contract, long... shape) {
    ProtoBuilder graph =
        new ProtoBuilder()
            .message(1, node("Identity", "x", "y"))
            .message(11, value("x", shape))
            .message(12, value("y", shape));
    ProtoBuilder metadata = new ProtoBuilder().string(1, InputContract.KEY).string(2, contract);
    byte[] head = model(graph);
    byte[] tail = new ProtoBuilder().message(14, metadata).build();
    byte[] file = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, file, head.length, tail.length);
    return file;
  }
}
