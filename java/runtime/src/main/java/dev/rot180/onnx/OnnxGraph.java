package dev.rot180.onnx;

import dev.rot180.Limits;
import dev.rot180.ModelException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A GraphProto as the file has it; nothing is checked here but the wire format. */
public final class OnnxGraph {
  private final List<OnnxNode> nodes = new ArrayList<>();
  private final Map<String, NdArray> initializers = new LinkedHashMap<>();
  private final List<OnnxValue> inputs = new ArrayList<>();
  private final List<OnnxValue> outputs = new ArrayList<>();
  private String name = "";

  private OnnxGraph() {}

  static OnnxGraph read(ProtoReader reader) {
    OnnxGraph graph = new OnnxGraph();
    while (reader.next()) {
      switch (reader.field()) {
        case 1:
          graph.add(OnnxNode.read(reader.message()));
          break;
        case 2:
          graph.name = reader.string();
          break;
        case 5:
          OnnxTensor tensor = OnnxTensor.read(reader.message());
          graph.initializers.put(tensor.name(), tensor.array());
          break;
        case 11:
          graph.inputs.add(OnnxValue.read(reader.message()));
          break;
        case 12:
          graph.outputs.add(OnnxValue.read(reader.message()));
          break;
        case 15:
          throw new ModelException("sparse initializers are not supported");
        default:
          reader.skip();
      }
    }
    return graph;
  }

  private void add(OnnxNode node) {
    if (nodes.size() == Limits.NODES) {
      throw new ModelException("more nodes than Limits.NODES = " + Limits.NODES);
    }
    nodes.add(node);
  }

  public String name() {
    return name;
  }

  public List<OnnxNode> nodes() {
    return nodes;
  }

  public Map<String, NdArray> initializers() {
    return initializers;
  }

  public List<OnnxValue> inputs() {
    return inputs;
  }

  public List<OnnxValue> outputs() {
    return outputs;
  }
}
