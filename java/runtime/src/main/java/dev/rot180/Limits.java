package dev.rot180;

/**
 * The bounds that keep a damaged or hostile model file from taking all time or memory.
 *
 * <p>They are far above what convolutional networks need. Whatever goes beyond one of them ends in
 * a {@link ModelException} that names the bound.
 */
public final class Limits {
  /** Bytes of a model file or of a tensor file. A Java array cannot hold more. */
  public static final long FILE_BYTES = Integer.MAX_VALUE - 8L;

  /** Elements of one value (2 GB of float32). */
  public static final long ELEMENTS = 1L << 29;

  /** Axes of one value. */
  public static final int RANK = 16;

  /** Nodes of a graph, with those of its subgraphs. */
  public static final int NODES = 200_000;

  /** Messages inside messages in a file. */
  public static final int NESTING = 64;

  /** Bytes of all values computed at load, in the constant parts of a graph. */
  public static final long CONSTANT_BYTES = 1L << 30;

  /** Multiply-adds, or elements looked at by windows, of one node. */
  public static final long WORK = 1L << 40;

  /** Length, stride, dilation and padding of a filter or window along one axis. */
  public static final int WINDOW = 1 << 20;

  /** Input shapes for which a model remembers its plan at the same time. */
  public static final int PLANS = 16;

  private Limits() {}
}
