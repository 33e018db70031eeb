package dev.rot180.exec;

import dev.rot180.Limits;
import dev.rot180.ModelException;
import dev.rot180.onnx.NdArray;
import dev.rot180.onnx.OnnxGraph;
import dev.rot180.onnx.OnnxModel;
import dev.rot180.onnx.OnnxNode;
import dev.rot180.onnx.OnnxValue;
import dev.rot180.ops.Operator;
import dev.rot180.ops.Operators;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns a graph's names into numbers and checks that it is one: every operator known, every value
 * made once and before it is read (which leaves no room for cycles).
 */
final class Linker {
  /** Names of the values by number. */
  final List<String> names = new ArrayList<>();

  /** Initializers by number of their value. */
  final Map<Integer, NdArray> initializers = new HashMap<>();

  /** Inputs and outputs of the model by number. */
  final List<Integer> inputs = new ArrayList<>();

  final List<Integer> outputs = new ArrayList<>();
  final List<ProgramNode> nodes;

  /** The values of the outermost graph by name. */
  final Map<String, Integer> values;

  private final List<String> unknown = new ArrayList<>();
  private int nodeCount;

  Linker(OnnxModel model) {
    OnnxGraph graph = model.graph();
    Scope scope = new Scope(null);
    values = scope.values;
    declareConstants(graph, scope);
    for (OnnxValue input : graph.inputs()) {
      // Before IR version 4 every initializer was listed as an input too.
      if (!graph.initializers().containsKey(input.name())) {
        inputs.add(declare(input.name(), scope));
      }
    }
    nodes = link(graph, scope);
    for (OnnxValue output : graph.outputs()) {
      outputs.add(read(output.name(), scope, "the graph's list of outputs"));
    }
    if (!unknown.isEmpty()) {
      throw new ModelException(
          "the model needs operators that this runtime does not have: "
              + String.join(", ", unknown)
              + ". docs/operators.md lists those it has");
    }
  }

  private void declareConstants(OnnxGraph graph, Scope scope) {
    for (Map.Entry<String, NdArray> entry : graph.initializers().entrySet()) {
      initializers.put(declare(entry.getKey(), scope), entry.getValue());
    }
  }

  private List<ProgramNode> link(OnnxGraph graph, Scope scope) {
    List<ProgramNode> linked = new ArrayList<>(graph.nodes().size());
    for (OnnxNode node : graph.nodes()) {
      if (++nodeCount > Limits.NODES) {
        throw new ModelException("more nodes than Limits.NODES = " + Limits.NODES);
      }
      int[] reads = new int[node.inputs().size()];
      for (int i = 0; i < reads.length; i++) {
        String name = node.inputs().get(i);
        reads[i] = name.isEmpty() ? ProgramNode.ABSENT : read(name, scope, "node " + node);
      }
      boolean conditional = node.operator().equals("If") && node.domain().isEmpty();
      List<ProgramNode.Branch> branches = new ArrayList<>();
      if (conditional) {
        branches.add(branch(node, "then_branch", scope));
        branches.add(branch(node, "else_branch", scope));
      }
      Operator operator = conditional ? null : Operators.find(node.domain(), node.operator());
      if (operator == null && !conditional) {
        unknown.add(node.toString());
      }
      int[] makes = new int[node.outputs().size()];
      for (int i = 0; i < makes.length; i++) {
        String name = node.outputs().get(i);
        makes[i] = name.isEmpty() ? ProgramNode.ABSENT : declare(name, scope);
      }
      linked.add(new ProgramNode(node, operator, reads, makes, branches));
    }
    return linked;
  }

  private ProgramNode.Branch branch(OnnxNode node, String attribute, Scope outer) {
    OnnxGraph graph = node.attributes().graph(attribute);
    if (graph == null || graph.outputs().size() != node.outputs().size()) {
      throw new ModelException("node " + node + ": " + attribute + " is missing or damaged");
    }
    Scope scope = new Scope(outer);
    declareConstants(graph, scope);
    List<ProgramNode> linked = link(graph, scope);
    int[] results = new int[graph.outputs().size()];
    for (int i = 0; i < results.length; i++) {
      results[i] = read(graph.outputs().get(i).name(), scope, attribute + " of node " + node);
    }
    return new ProgramNode.Branch(linked, results);
  }

  private int declare(String name, Scope scope) {
    if (scope.values.put(name, names.size()) != null) {
      throw new ModelException(
          "value '" + name + "' is made twice: every name may be given to one value only");
    }
    names.add(name);
    return names.size() - 1;
  }

  private static int read(String name, Scope scope, String reader) {
    Integer value = scope.find(name);
    if (value == null) {
      throw new ModelException(
          reader
              + " reads value '"
              + name
              + "', which nothing before it makes: an initializer or input is missing, the nodes are"
              + " not in order, or they form a cycle");
    }
    return value;
  }

  /** The names of a graph, and through {@code outer} those of the graph around it. */
  private static final class Scope {
    final Map<String, Integer> values = new LinkedHashMap<>();
    final Scope outer;

    Scope(Scope outer) {
      this.outer = outer;
    }

    Integer find(String name) {
      for (Scope scope = this; scope != null; scope = scope.outer) {
        Integer value = scope.values.get(name);
        if (value != null) {
          return value;
        }
      }
      return null;
    }
  }
}
