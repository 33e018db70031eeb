package dev.rot180.ops;

/** The work of one node on every call. Has no state, so that threads can share it. */
public interface Step {
  /** Reads the inputs' arrays and fills the outputs' arrays. */
  void run(Frame frame);
}
