package dev.rot180.exec;

import dev.rot180.Limits;
import dev.rot180.ModelException;
import dev.rot180.onnx.NdArray;
import dev.rot180.onnx.OnnxModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A checked graph, its constant parts computed. Safe to share between threads; what it remembers
 * are plans and packed weights.
 */
public final class Program {
  final List<String> names;
  final List<ProgramNode> nodes;
  final NdArray[] constants;
  final int[] inputs;
  final int[] outputs;
  final int opset;
  private final Map<String, Integer> values;
  private final List<String> valueNames;
  private final Set<Integer> initializers;
  private final Map<Key, Plan> plans =
      new LinkedHashMap<Key, Plan>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Plan> eldest) {
          return size() > Limits.PLANS;
        }
      };

  /** Whether planning needs more than shapes, so that every call has to plan anew. */
  private volatile boolean dataDependent;

  /**
   * Checks a model's graph and computes what does not depend on its inputs.
   *
   * @param model its arrays are the program's from now on: elements may be given up
   * @throws ModelException if an operator is unknown, or the graph is none
   */
  public Program(OnnxModel model) {
    Linker linker = new Linker(model);
    names = linker.names;
    opset = model.opset();
    initializers = new HashSet<>(linker.initializers.keySet());
    initializers.removeAll(linker.outputs);
    values = new LinkedHashMap<>(linker.values);
    values.values().removeAll(initializers);
    valueNames = Collections.unmodifiableList(new ArrayList<>(values.keySet()));
    inputs = toArray(linker.inputs);
    outputs = toArray(linker.outputs);
    constants = new NdArray[names.size()];
    linker.initializers.forEach((value, array) -> constants[value] = array);
    nodes = Planner.fold(this, linker.nodes);
  }

  private static int[] toArray(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The number of a named value, or -1 if there is none; initializers are no values. */
  public int find(String name) {
    return values.getOrDefault(name, -1);
  }

  /** The names of all values of the outermost graph but initializers, in the file's order. */
  public List<String> valueNames() {
    return valueNames;
  }

  public int[] inputs() {
    return inputs.clone();
  }

  public int[] outputs() {
    return outputs.clone();
  }

  /**
   * Computes values.
   *
   * @param given one array for each of {@link #inputs()}
   * @param wanted numbers of the values asked for
   * @return one new array for each of {@code wanted}, or one that nobody changes any more
   */
  public NdArray[] run(NdArray[] given, int[] wanted, Engine engine) {
    if (!dataDependent) {
      try {
        return plan(given, wanted).run(given, engine);
      } catch (Site.NeedsElements e) {
        dataDependent = true;
      }
    }
    return Planner.run(this, given, wanted, engine);
  }

  /**
   * The plan for the first output, or null where plans depend on more than shapes.
   *
   * @param given shapes and types count, elements do not
   */
  public Plan planFor(NdArray[] given) {
    try {
      return dataDependent ? null : plan(given, new int[] {outputs[0]});
    } catch (Site.NeedsElements e) {
      dataDependent = true;
      return null;
    }
  }

  private Plan plan(NdArray[] given, int[] wanted) {
    Key key = new Key(given, wanted);
    synchronized (plans) {
      Plan plan = plans.get(key);
      if (plan == null) {
        plan = Planner.plan(this, given, wanted);
        plans.put(key, plan);
        giveUpAbsorbed();
      }
      return plan;
    }
  }

  /** Gives up the elements of initializers whose readers have all packed them. */
  private void giveUpAbsorbed() {
    Set<Integer> kept = new HashSet<>();
    addNeeded(nodes, kept);
    for (int value : initializers) {
      if (!kept.contains(value)) {
        constants[value].giveUpElements();
      }
    }
  }

  private static void addNeeded(List<ProgramNode> nodes, Set<Integer> kept) {
    for (ProgramNode node : nodes) {
      for (int i = 0; i < node.inputs.length; i++) {
        if (!node.isAbsorbed(i)) {
          kept.add(node.inputs[i]);
        }
      }
      for (ProgramNode.Branch branch : node.branches) {
        addNeeded(branch.nodes, kept);
        for (int value : branch.outputs) {
          kept.add(value);
        }
      }
    }
  }

  /** What a plan is made for. */
  private static final class Key {
    private final int[][] shapes;
    private final int[] wanted;

    Key(NdArray[] given, int[] wanted) {
      this.shapes = new int[given.length][];
      for (int i = 0; i < given.length; i++) {
        shapes[i] = given[i].shape();
      }
      this.wanted = wanted;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key
          && Arrays.deepEquals(shapes, ((Key) other).shapes)
          && Arrays.equals(wanted, ((Key) other).wanted);
    }

    @Override
    public int hashCode() {
      return Arrays.deepHashCode(shapes) * 31 + Arrays.hashCode(wanted);
    }
  }
}
