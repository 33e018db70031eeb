package dev.rot180.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A command's arguments, taken apart: {@code --name value}, {@code --name=value}, and the rest. */
final class Options {
  private final Map<String, List<String>> values = new LinkedHashMap<>();
  private final List<String> positional = new ArrayList<>();

  /**
   * Takes arguments apart.
   *
   * @param allowed the names of the options, with their dashes; each takes a value
   */
  Options(List<String> arguments, String... allowed) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (!argument.startsWith("--")) {
        positional.add(argument);
        continue;
      }
      int equals = argument.indexOf('=');
      String name = equals < 0 ? argument : argument.substring(0, equals);
      if (!Arrays.asList(allowed).contains(name)) {
        throw new UsageException(
            "unknown option " + name + "; expected " + String.join(", ", allowed));
      }
      if (equals < 0 && ++i == arguments.size()) {
        throw new UsageException("option " + name + " needs a value");
      }
      String value = equals < 0 ? arguments.get(i) : argument.substring(equals + 1);
      values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }
  }

  List<String> positional() {
    return positional;
  }

  /** The one positional argument. */
  String only(String what) {
    if (positional.size() != 1) {
      throw new UsageException("expected one " + what + ", got " + positional);
    }
    return positional.get(0);
  }

  /** All values of an option that may be repeated. */
  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /** The last value of an option, or something else where it is not given. */
  String value(String name, String absent) {
    List<String> given = all(name);
    return given.isEmpty() ? absent : given.get(given.size() - 1);
  }

  /** A whole number of at least 1. */
  int positive(String name, int absent) {
    String value = value(name, null);
    if (value == null) {
      return absent;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= 1) {
        return number;
      }
    } catch (NumberFormatException e) {
      // falls through to the same message
    }
    throw new UsageException(name + " wants a whole number of at least 1, got '" + value + "'");
  }
}
