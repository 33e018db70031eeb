package dev.rot180.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes protobuf messages field by field, for models that no sane tool would write. */
public final class ProtoBuilder {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  public ProtoBuilder varint(int field, long value) {
    raw((long) field << 3);
    return raw(value);
  }

  public ProtoBuilder bytes(int field, byte[] value) {
    raw((long) field << 3 | 2);
    raw(value.length);
    out.writeBytes(value);
    return this;
  }

  public ProtoBuilder string(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  public ProtoBuilder message(int field, ProtoBuilder value) {
    return bytes(field, value.build());
  }

  /** A length-delimited field whose length is a lie. */
  public ProtoBuilder lyingBytes(int field, long length, byte[] value) {
    raw((long) field << 3 | 2);
    raw(length);
    out.writeBytes(value);
    return this;
  }

  private ProtoBuilder raw(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
    return this;
  }

  public byte[] build() {
    return out.toByteArray();
  }

  /** A NodeProto; inputs and outputs are names with spaces between. */
  public static ProtoBuilder node(String operator, String inputs, String outputs) {
    ProtoBuilder node = new ProtoBuilder();
    for (String input : inputs.isEmpty() ? new String[0] : inputs.split(" ")) {
      node.string(1, input);
    }
    for (String output : outputs.split(" ")) {
      node.string(2, output);
    }
    return node.string(4, operator);
  }

  /** An AttributeProto of integers. */
  public static ProtoBuilder integers(String name, long... values) {
    ProtoBuilder attribute = new ProtoBuilder().string(1, name).varint(20, 7);
    for (long value : values) {
      attribute.varint(8, value);
    }
    return attribute;
  }

  /** A ValueInfoProto of float32; -1 is an open axis. */
  public static ProtoBuilder value(String name, long... shape) {
    ProtoBuilder axes = new ProtoBuilder();
    for (long length : shape) {
      axes.message(
          1, length < 0 ? new ProtoBuilder().string(2, "N") : new ProtoBuilder().varint(1, length));
    }
    ProtoBuilder tensor = new ProtoBuilder().varint(1, 1).message(2, axes);
    return new ProtoBuilder().string(1, name).message(2, new ProtoBuilder().message(1, tensor));
  }

  /** A TensorProto of int64. */
  public static ProtoBuilder longs(String name, long... values) {
    ProtoBuilder tensor = new ProtoBuilder().varint(1, values.length).varint(2, 7).string(8, name);
    for (long value : values) {
      tensor.varint(7, value);
    }
    return tensor;
  }

  /** A ModelProto of operator set 21. */
  public static byte[] model(ProtoBuilder graph) {
    return new ProtoBuilder()
        .varint(1, 10)
        .message(8, new ProtoBuilder().varint(2, 21))
        .message(7, graph)
        .build();
  }
}
