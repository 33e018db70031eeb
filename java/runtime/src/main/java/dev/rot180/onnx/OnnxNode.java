package dev.rot180.onnx;

import java.util.ArrayList;
import java.util.List;

/** A NodeProto: one operator applied to named values. An empty name is an absent value. */
public final class OnnxNode {
  private final List<String> inputs = new ArrayList<>();
  private final List<String> outputs = new ArrayList<>();
  private final Attributes attributes = new Attributes();
  private String name = "";
  private String operator = "";
  private String domain = "";

  private OnnxNode() {}

  static OnnxNode read(ProtoReader reader) {
    OnnxNode node = new OnnxNode();
    while (reader.next()) {
      switch (reader.field()) {
        case 1:
          node.inputs.add(reader.string());
          break;
        case 2:
          node.outputs.add(reader.string());
          break;
        case 3:
          node.name = reader.string();
          break;
        case 4:
          node.operator = reader.string();
          break;
        case 5:
          node.attributes.add(reader.message());
          break;
        case 7:
          node.domain = reader.string();
          break;
        default:
          reader.skip();
      }
    }
    if (node.domain.equals("ai.onnx")) {
      node.domain = "";
    }
    return node;
  }

  public String operator() {
    return operator;
  }

  /** The operator set, empty for ONNX's own. */
  public String domain() {
    return domain;
  }

  public List<String> inputs() {
    return inputs;
  }

  public List<String> outputs() {
    return outputs;
  }

  public Attributes attributes() {
    return attributes;
  }

  /**
   * For messages: {@code Conv 'conv1'}, or with the first output's name where the node has none.
   */
  @Override
  public String toString() {
    String known = !name.isEmpty() || outputs.isEmpty() ? name : outputs.get(0);
    return (domain.isEmpty() ? "" : domain + ".") + operator + " '" + known + "'";
  }
}
