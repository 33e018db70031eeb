package dev.rot180.onnx;

import dev.rot180.Limits;
import dev.rot180.ModelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads protobuf's wire format from a byte array, one field after another, never past the end of
 * the message. (Wire format: protobuf.dev, "Encoding".)
 *
 * <pre>{@code
 * while (reader.next()) {
 *   switch (reader.field()) {
 *     case 1: name = reader.string(); break;
 *     default: reader.skip();
 *   }
 * }
 * }</pre>
 */
final class ProtoReader {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private final byte[] data;
  private final int end;
  private final int depth;
  private int position;
  private int field;
  private int wire;

  ProtoReader(byte[] data) {
    this(data, 0, data.length, 0);
  }

  private ProtoReader(byte[] data, int start, int end, int depth) {
    if (depth > Limits.NESTING) {
      throw new ModelException(
          "messages are nested deeper than Limits.NESTING = " + Limits.NESTING);
    }
    this.data = data;
    this.position = start;
    this.end = end;
    this.depth = depth;
  }

  /** Goes to the next field; false at the end of the message. */
  boolean next() {
    if (position == end) {
      return false;
    }
    long tag = rawVarint();
    field = (int) (tag >>> 3);
    wire = (int) (tag & 7);
    if (field == 0 || tag >>> 3 > (1 << 29) - 1) {
      throw damaged("field number " + (tag >>> 3));
    }
    return true;
  }

  int field() {
    return field;
  }

  /** Passes over the field's value. */
  void skip() {
    switch (wire) {
      case VARINT:
        rawVarint();
        break;
      case FIXED64:
        advance(8);
        break;
      case BYTES:
        advance(length());
        break;
      case FIXED32:
        advance(4);
        break;
      default:
        throw damaged("wire type " + wire);
    }
  }

  long varint() {
    expect(VARINT);
    return rawVarint();
  }

  float float32() {
    expect(FIXED32);
    return fixed(4).getFloat();
  }

  String string() {
    expect(BYTES);
    int length = length();
    int start = advance(length);
    return new String(data, start, length, StandardCharsets.UTF_8);
  }

  /** A view of the field's bytes, little-endian, without copying. */
  ByteBuffer bytes() {
    expect(BYTES);
    return fixed(length());
  }

  /** A reader of the message that the field holds. */
  ProtoReader message() {
    expect(BYTES);
    int length = length();
    int start = advance(length);
    return new ProtoReader(data, start, start + length, depth + 1);
  }

  /** Appends the field's varints, packed or single. */
  void varints(LongList into) {
    if (wire == VARINT) {
      into.add(rawVarint());
      return;
    }
    ProtoReader packed = message();
    while (packed.position < packed.end) {
      into.add(packed.rawVarint());
    }
  }

  /** Appends the field's 32-bit words, packed or single, as their bits. */
  void words32(LongList into) {
    if (wire == FIXED32) {
      into.add(fixed(4).getInt());
      return;
    }
    ByteBuffer packed = bytes();
    if (packed.remaining() % 4 != 0) {
      throw damaged("packed floats of " + packed.remaining() + " bytes");
    }
    while (packed.hasRemaining()) {
      into.add(packed.getInt());
    }
  }

  /** Appends the field's 64-bit words, packed or single, as their bits. */
  void words64(LongList into) {
    if (wire == FIXED64) {
      into.add(fixed(8).getLong());
      return;
    }
    ByteBuffer packed = bytes();
    if (packed.remaining() % 8 != 0) {
      throw damaged("packed doubles of " + packed.remaining() + " bytes");
    }
    while (packed.hasRemaining()) {
      into.add(packed.getLong());
    }
  }

  private void expect(int type) {
    if (wire != type) {
      throw damaged("field " + field + " with wire type " + wire + " instead of " + type);
    }
  }

  private ByteBuffer fixed(int length) {
    int start = advance(length);
    return ByteBuffer.wrap(data, start, length).slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  private int length() {
    long length = rawVarint();
    if (length < 0 || length > end - position) {
      throw damaged("a length of " + length + " where " + (end - position) + " bytes are left");
    }
    return (int) length;
  }

  private int advance(int count) {
    if (count > end - position) {
      throw damaged("the message ends inside a value");
    }
    int start = position;
    position += count;
    return start;
  }

  private long rawVarint() {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      if (position == end) {
        throw damaged("the message ends inside a number");
      }
      byte b = data[position++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw damaged("a number of more than ten bytes");
  }

  private ModelException damaged(String what) {
    return new ModelException(
        "not an ONNX file, or damaged: "
            + what
            + " at byte "
            + position
            + " of "
            + data.length
            + ". Was the file cut off, or is it a Git LFS pointer?");
  }
}
