package dev.rot180.exec;

import dev.rot180.onnx.OnnxNode;
import dev.rot180.ops.Operator;
import java.util.List;
import java.util.function.Supplier;

/** A node whose values have numbers instead of names. */
final class ProgramNode {
  /** Stands for an input or output that the node leaves out. */
  static final int ABSENT = -1;

  final OnnxNode source;

  /** What computes it; null for {@code If}, which chooses among {@link #branches}. */
  final Operator operator;

  final int[] inputs;
  final int[] outputs;

  /** For {@code If}: what to do where the condition is true, and where it is false. */
  final List<Branch> branches;

  /** Packed weights and the like, made at the first planning. */
  private Object prepared;

  /** For each input whether its elements are in {@link #prepared}, and nothing else needs them. */
  private final boolean[] absorbed;

  ProgramNode(
      OnnxNode source, Operator operator, int[] inputs, int[] outputs, List<Branch> branches) {
    this.source = source;
    this.operator = operator;
    this.inputs = inputs;
    this.outputs = outputs;
    this.branches = branches;
    this.absorbed = new boolean[inputs.length];
  }

  @SuppressWarnings("unchecked") // one operator, one kind of object
  synchronized <T> T prepared(Supplier<T> make, int... from) {
    if (prepared == null) {
      prepared = make.get();
      for (int input : from) {
        absorbed[input] = true;
      }
    }
    return (T) prepared;
  }

  synchronized boolean isAbsorbed(int input) {
    return absorbed[input];
  }

  /** The nodes of a subgraph and the values it hands out. */
  static final class Branch {
    final List<ProgramNode> nodes;
    final int[] outputs;

    Branch(List<ProgramNode> nodes, int[] outputs) {
      this.nodes = nodes;
      this.outputs = outputs;
    }
  }
}
