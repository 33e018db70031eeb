package dev.rot180;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON (RFC 8259): maps, lists, strings, doubles, booleans, null. */
final class Json {
  private final String text;
  private int position;
  private int depth;

  private Json(String text) {
    this.text = text;
  }

  /**
   * Reads a text.
   *
   * @throws ModelException if it is not JSON
   */
  static Object read(String text) {
    Json json = new Json(text);
    Object value = json.value();
    json.space();
    if (json.position < text.length()) {
      throw json.wrong("something after the end");
    }
    return value;
  }

  private Object value() {
    space();
    if (++depth > Limits.NESTING) {
      throw wrong("nesting deeper than Limits.NESTING");
    }
    char c = peek();
    Object value;
    if (c == '{') {
      value = object();
    } else if (c == '[') {
      value = array();
    } else if (c == '"') {
      value = string();
    } else {
      value = word();
    }
    depth--;
    return value;
  }

  private Map<String, Object> object() {
    Map<String, Object> members = new LinkedHashMap<>();
    position++;
    while (!ends('}', members.isEmpty())) {
      space();
      String name = string();
      space();
      take(':');
      members.put(name, value());
    }
    return members;
  }

  private List<Object> array() {
    List<Object> items = new ArrayList<>();
    position++;
    while (!ends(']', items.isEmpty())) {
      items.add(value());
    }
    return items;
  }

  /** Passes the end of a list, or the comma before its next item. */
  private boolean ends(char end, boolean first) {
    space();
    if (peek() == end) {
      position++;
      return true;
    }
    if (!first) {
      take(',');
    }
    return false;
  }

  private String string() {
    take('"');
    StringBuilder string = new StringBuilder();
    while (peek() != '"') {
      char c = text.charAt(position++);
      string.append(c == '\\' ? escaped() : c);
    }
    position++;
    return string.toString();
  }

  private char escaped() {
    char c = peek();
    position++;
    switch (c) {
      case 'n':
        return '\n';
      case 't':
        return '\t';
      case 'r':
        return '\r';
      case 'b':
        return '\b';
      case 'f':
        return '\f';
      case 'u':
        if (position + 4 > text.length()) {
          throw wrong("an escape cut off");
        }
        String digits = text.substring(position, position + 4);
        position += 4;
        return (char) number(digits, 16);
      default:
        return c;
    }
  }

  private int number(String digits, int radix) {
    try {
      return Integer.parseInt(digits, radix);
    } catch (NumberFormatException e) {
      throw wrong("'" + digits + "' instead of hexadecimal digits");
    }
  }

  private Object word() {
    int start = position;
    while (position < text.length() && ",]} \t\r\n".indexOf(text.charAt(position)) < 0) {
      position++;
    }
    String word = text.substring(start, position);
    switch (word) {
      case "true":
        return true;
      case "false":
        return false;
      case "null":
        return null;
      default:
        try {
          return Double.valueOf(word);
        } catch (NumberFormatException e) {
          throw wrong("'" + word + "' instead of a value");
        }
    }
  }

  private void space() {
    while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
  }

  private char peek() {
    if (position >= text.length()) {
      throw wrong("the end");
    }
    return text.charAt(position);
  }

  private void take(char expected) {
    if (peek() != expected) {
      throw wrong("'" + peek() + "' instead of '" + expected + "'");
    }
    position++;
  }

  private ModelException wrong(String what) {
    return new ModelException("not JSON: " + what + " at character " + position);
  }
}
