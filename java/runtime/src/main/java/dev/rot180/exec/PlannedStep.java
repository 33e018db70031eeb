package dev.rot180.exec;

import dev.rot180.ops.Step;

/** A step with the values it reads and those whose arrays it fills. */
final class PlannedStep {
  final Step step;
  final int[] reads;
  final int[] makes;

  PlannedStep(Step step, int[] reads, int[] makes) {
    this.step = step;
    this.reads = reads;
    this.makes = makes;
  }
}
