package dev.rot180.onnx;

import dev.rot180.ModelException;
import java.util.LinkedHashMap;
import java.util.Map;

/** A ModelProto: a graph, the operator set it is written in, and its metadata. */
public final class OnnxModel {
  /** The oldest operator set whose meanings are known here. */
  private static final int OLDEST_OPSET = 7;

  private final Map<String, String> metadata = new LinkedHashMap<>();
  private OnnxGraph graph;
  private String producer = "";
  private int opset = 1;
  private boolean functions;

  private OnnxModel() {}

  /**
   * Reads the bytes of an ONNX file.
   *
   * @throws ModelException if they are not one, or if it needs more than this runtime has
   */
  public static OnnxModel read(byte[] file) {
    OnnxModel model = new OnnxModel();
    ProtoReader reader = new ProtoReader(file);
    while (reader.next()) {
      switch (reader.field()) {
        case 2:
          model.producer = reader.string();
          break;
        case 7:
          model.graph = OnnxGraph.read(reader.message());
          break;
        case 8:
          model.readOpset(reader.message());
          break;
        case 14:
          model.readMetadata(reader.message());
          break;
        case 25:
          model.functions = true;
          reader.skip();
          break;
        default:
          reader.skip();
      }
    }
    if (model.graph == null) {
      throw new ModelException("not an ONNX file: there is no graph in it");
    }
    if (model.opset < OLDEST_OPSET) {
      throw new ModelException(
          "expected operator set "
              + OLDEST_OPSET
              + " or newer, got "
              + model.opset
              + ". Convert the file with onnx.version_converter.convert_version(model, 21)");
    }
    if (model.functions) {
      throw new ModelException(
          "the model has functions of its own. Inline them first:"
              + " onnx.inliner.inline_local_functions(model)");
    }
    return model;
  }

  private void readOpset(ProtoReader reader) {
    String domain = "";
    long version = 1;
    while (reader.next()) {
      switch (reader.field()) {
        case 1:
          domain = reader.string();
          break;
        case 2:
          version = reader.varint();
          break;
        default:
          reader.skip();
      }
    }
    if (domain.isEmpty() || domain.equals("ai.onnx")) {
      opset = (int) Math.max(0, Math.min(version, Integer.MAX_VALUE));
    }
  }

  private void readMetadata(ProtoReader reader) {
    String key = "";
    String value = "";
    while (reader.next()) {
      switch (reader.field()) {
        case 1:
          key = reader.string();
          break;
        case 2:
          value = reader.string();
          break;
        default:
          reader.skip();
      }
    }
    metadata.put(key, value);
  }

  public OnnxGraph graph() {
    return graph;
  }

  public String producer() {
    return producer;
  }

  /** The version of ONNX's own operator set that the nodes are written in. */
  public int opset() {
    return opset;
  }

  public Map<String, String> metadata() {
    return metadata;
  }
}
