package dev.rot180.exec;

import dev.rot180.Limits;
import dev.rot180.ModelException;
import dev.rot180.onnx.NdArray;
import dev.rot180.ops.Frame;
import dev.rot180.ops.Step;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Settles a program for given input shapes.
 *
 * <p>Where shapes depend on elements that change from call to call ({@code TopK} with a computed k,
 * {@code If} with a computed condition), nothing can be settled ahead: {@link #plan()} ends in
 * {@link Site.NeedsElements}, and {@link #run} plans and runs node by node.
 */
final class Planner {
  /** Never computed while planning: small inputs can ask for unbounded work. */
  private static final Set<String> COSTLY =
      Set.of("Conv", "ConvTranspose", "Gemm", "MatMul", "MaxPool", "AveragePool", "LpPool", "LRN");

  private final Program program;
  private final Values values;
  private final BitSet needed = new BitSet();

  /** For each value how many want it: nodes, the caller, and the graph around a subgraph. */
  private final int[] readers;

  /** For a value that one node wants, that node. */
  private final ProgramNode[] reader;

  /** Nodes that the node before them has taken over. */
  private final Set<ProgramNode> taken = new HashSet<>();

  private final List<PlannedStep> steps = new ArrayList<>();

  /** Arrays of constants that were read, and while running node by node of all values. */
  private final Frame frame;

  private boolean running;
  private long constantBytes;

  private Planner(Program program, Engine engine) {
    this.program = program;
    this.values = new Values(program.constants);
    this.frame = new Frame(values.count());
    this.readers = new int[values.count()];
    this.reader = new ProgramNode[values.count()];
    frame.use(engine.kernels(), engine.parallel());
  }

  /** Computes the constant parts of a program into its constants; returns the other nodes. */
  static List<ProgramNode> fold(Program program, List<ProgramNode> nodes) {
    Planner planner = new Planner(program, Engine.PLAIN);
    List<ProgramNode> left = new ArrayList<>();
    for (ProgramNode node : nodes) {
      Site site = new Site(planner, planner.values, node);
      if (planner.isComputable(node, site)) {
        planner.compute(site, node);
        for (int value : node.outputs) {
          if (value != ProgramNode.ABSENT) {
            program.constants[value] = planner.values.constant(value);
          }
        }
      } else {
        left.add(node);
      }
    }
    return left;
  }

  /** The steps for inputs of the given types and shapes. */
  static Plan plan(Program program, NdArray[] given, int[] wanted) {
    Planner planner = new Planner(program, Engine.PLAIN);
    planner.settle(given, wanted);
    return new Plan(program, planner.values, planner.steps, wanted);
  }

  /** Plans and runs node by node. */
  static NdArray[] run(Program program, NdArray[] given, int[] wanted, Engine engine) {
    Planner planner = new Planner(program, engine);
    planner.running = true;
    for (int i = 0; i < given.length; i++) {
      planner.frame.set(program.inputs[i], given[i].data());
    }
    planner.settle(given, wanted);
    NdArray[] results = new NdArray[wanted.length];
    for (int i = 0; i < wanted.length; i++) {
      results[i] = planner.elements(wanted[i]).canonicalCopy();
    }
    return results;
  }

  private void settle(NdArray[] given, int[] wanted) {
    for (int i = 0; i < given.length; i++) {
      values.set(program.inputs[i], given[i].type(), given[i].shape());
    }
    for (int value : wanted) {
      needed.set(value);
      readers[value]++;
    }
    mark(program.nodes);
    settle(program.nodes);
  }

  /** Marks what the wanted values depend on, from the last node to the first. */
  private void mark(List<ProgramNode> nodes) {
    for (int i = nodes.size() - 1; i >= 0; i--) {
      ProgramNode node = nodes.get(i);
      if (!isNeeded(node)) {
        continue;
      }
      for (ProgramNode.Branch branch : node.branches) {
        for (int value : branch.outputs) {
          needed.set(value);
          readers[value]++;
        }
        mark(branch.nodes);
      }
      for (int value : node.inputs) {
        if (value != ProgramNode.ABSENT) {
          needed.set(value);
          readers[value]++;
          reader[value] = node;
        }
      }
    }
  }

  private boolean isNeeded(ProgramNode node) {
    for (int value : node.outputs) {
      if (value != ProgramNode.ABSENT && needed.get(value)) {
        return true;
      }
    }
    return false;
  }

  private void settle(List<ProgramNode> nodes) {
    for (ProgramNode node : nodes) {
      if (!isNeeded(node) || taken.contains(node)) {
        continue;
      }
      Site site = new Site(this, values, node);
      if (node.operator == null) {
        choose(node, site);
      } else if (isComputable(node, site)) {
        compute(site, node);
      } else {
        add(node, site);
      }
    }
  }

  private void choose(ProgramNode node, Site site) {
    NdArray condition = site.elements(0);
    if (!(condition.data() instanceof boolean[]) || condition.size() != 1) {
      throw new ModelException("node " + node.source + ": its condition is not one truth value");
    }
    boolean chosen = ((boolean[]) condition.data())[0];
    ProgramNode.Branch branch = node.branches.get(chosen ? 0 : 1);
    settle(branch.nodes);
    for (int i = 0; i < node.outputs.length; i++) {
      if (node.outputs[i] != ProgramNode.ABSENT) {
        int from = branch.outputs[i];
        values.setAlias(node.outputs[i], from, values.shape(from));
      }
    }
  }

  private boolean isComputable(ProgramNode node, Site site) {
    return node.operator != null && site.isConstant() && !COSTLY.contains(site.operator());
  }

  /** Runs a node of constant inputs now; its outputs become constants. */
  private void compute(Site site, ProgramNode node) {
    Step step = site.plan();
    for (int value : site.made()) {
      constantBytes += (long) values.size(value) * values.type(value).bytes();
    }
    if (constantBytes > Limits.CONSTANT_BYTES) {
      throw new ModelException(
          "the constant parts of the graph have more than Limits.CONSTANT_BYTES = "
              + Limits.CONSTANT_BYTES
              + " bytes, at node "
              + node.source);
    }
    if (step != null) {
      site.allocate(frame);
      step.run(frame);
    }
    for (int value : site.made()) {
      values.setConstant(
          value, NdArray.of(values.type(value), values.shape(value), frame.array(value)));
    }
  }

  private void add(ProgramNode node, Site site) {
    Step step = site.plan();
    if (step == null) {
      return;
    }
    if (running) {
      site.allocate(frame);
      step.run(frame);
      return;
    }
    steps.add(new PlannedStep(step, site.reads(), site.made()));
  }

  /**
   * The node that computes from nothing but another's first output and constants, if it alone does.
   */
  ProgramNode onlyReader(ProgramNode node) {
    int value = node.outputs[0];
    if (running || value == ProgramNode.ABSENT || readers[value] != 1) {
      return null;
    }
    ProgramNode next = reader[value];
    return next == null || next.operator == null || next.inputs[0] != value ? null : next;
  }

  /** Notes that a node's work is done by another. */
  void taken(ProgramNode node) {
    taken.add(node);
  }

  String name(int value) {
    return program.names.get(value);
  }

  int opset() {
    return program.opset;
  }

  /** Where a value's array is in the frame; a constant's is put there. */
  int position(int value) {
    int root = values.root(value);
    NdArray constant = values.constant(root);
    if (constant != null) {
      frame.set(root, constant.data());
    }
    return root;
  }

  /** A value's elements if they are known by now, else null. */
  NdArray elements(int value) {
    NdArray constant = values.constant(value);
    if (constant != null || !running) {
      return constant;
    }
    Object array = frame.array(values.root(value));
    return NdArray.of(values.type(value), values.shape(value), array);
  }
}
