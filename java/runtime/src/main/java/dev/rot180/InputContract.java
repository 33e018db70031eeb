package dev.rot180;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * What a model's input must be made like: the order of its axes, the range of its values, what was
 * subtracted and divided by, and the names of the classes. Immutable.
 *
 * <p>It is in the file's metadata under {@code rot180.contract}, as JSON. An element of the input
 * is made of a sample {@code s} from 0 to 255 as {@code (low + s / 255 * (high - low) - mean) /
 * std}, in binary64 and rounded once. Without a range, low is 0 and high is 255: samples as they
 * are.
 */
public final class InputContract {
  /** The metadata's key. */
  static final String KEY = "rot180.contract";

  private static final double HIGHEST_SAMPLE = 255.0;

  private final String layout;
  private final double low;
  private final double high;
  private final List<Double> mean;
  private final List<Double> std;
  private final List<String> labels;

  private InputContract(Map<?, ?> json) {
    Object given = json.get("layout");
    this.layout = given instanceof String ? (String) given : "";
    List<Double> range = numbers(json.get("range"), "range");
    if (!range.isEmpty() && range.size() != 2) {
      throw new ModelException("the contract's range must be two numbers, got " + range);
    }
    this.low = range.isEmpty() ? 0.0 : range.get(0);
    this.high = range.isEmpty() ? HIGHEST_SAMPLE : range.get(1);
    this.mean = numbers(json.get("mean"), "mean");
    this.std = numbers(json.get("std"), "std");
    this.labels = strings(json.get("labels"));
  }

  /** Reads the contract of a model's metadata; an empty one if there is none. */
  static InputContract of(Map<String, String> metadata) {
    Object json = Json.read(metadata.getOrDefault(KEY, "{}"));
    if (!(json instanceof Map)) {
      throw new ModelException("the metadata " + KEY + " is not a JSON object");
    }
    return new InputContract((Map<?, ?>) json);
  }

  private static List<Double> numbers(Object json, String name) {
    List<Double> numbers = new ArrayList<>();
    List<?> items =
        json == null ? List.of() : json instanceof List ? (List<?>) json : List.of(json);
    for (Object item : items) {
      if (!(item instanceof Double)) {
        throw new ModelException("the contract's " + name + " has '" + item + "', not a number");
      }
      numbers.add((Double) item);
    }
    return Collections.unmodifiableList(numbers);
  }

  private static List<String> strings(Object json) {
    List<String> strings = new ArrayList<>();
    for (Object item : json instanceof List ? (List<?>) json : List.of()) {
      strings.add(String.valueOf(item));
    }
    return Collections.unmodifiableList(strings);
  }

  /**
   * The order of the input's axes, such as {@code NCHW}.
   *
   * @return the letters of the axes, empty if the file does not say
   */
  public String layout() {
    return layout;
  }

  /**
   * The smallest value that the model was trained on.
   *
   * @return what a sample of 0 becomes before mean and std
   */
  public double low() {
    return low;
  }

  /**
   * The largest value that the model was trained on.
   *
   * @return what a sample of 255 becomes before mean and std
   */
  public double high() {
    return high;
  }

  /**
   * What was subtracted.
   *
   * @return one number, or one for each channel; empty for nothing
   */
  public List<Double> mean() {
    return mean;
  }

  /**
   * What was divided by.
   *
   * @return one number, or one for each channel; empty for nothing
   */
  public List<Double> std() {
    return std;
  }

  /**
   * The names of the classes.
   *
   * @return a name for each element of the output; empty if the file has none
   */
  public List<String> labels() {
    return labels;
  }

  /** The input's element for a sample from 0 to 255. */
  float element(int sample, int channel) {
    double value = low + sample / HIGHEST_SAMPLE * (high - low);
    if (!mean.isEmpty()) {
      value -= mean.get(Math.min(channel, mean.size() - 1));
    }
    if (!std.isEmpty()) {
      value /= std.get(Math.min(channel, std.size() - 1));
    }
    return (float) value;
  }
}
