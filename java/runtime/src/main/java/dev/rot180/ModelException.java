package dev.rot180;

/**
 * Says that a model cannot be read or run, or that an input does not suit it.
 *
 * <p>The message says what was expected, what came, and where there is one the likely cause.
 */
public class ModelException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message expected, got, likely cause
   */
  public ModelException(String message) {
    super(message);
  }

  /**
   * Makes an exception that has a cause.
   *
   * @param message expected, got, likely cause
   * @param cause what went wrong underneath
   */
  public ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
