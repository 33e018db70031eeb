package dev.rot180.cli;

import java.io.IOException;
import java.util.List;

/** What one command of the command line does. */
interface Command {
  /** What {@code --help} prints. */
  String help();

  /**
   * Does it, printing to standard output.
   *
   * @return whether all went well
   */
  boolean run(List<String> arguments) throws IOException;
}
