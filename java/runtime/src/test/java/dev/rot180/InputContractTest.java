package dev.rot180;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InputContractTest {
  private static InputContract of(String json) {
    return InputContract.of(Map.of(InputContract.KEY, json));
  }

  @Test
  void isReadFromTheMetadata() {
    InputContract contract =
        of(
            "{\"layout\": \"NCHW\", \"range\": [-1, 1.0], \"mean\": 0.5, \"std\": [1e0, 2, 3],"
                + " \"labels\": [\"caf\\u00e9\", \"a \\\"b\\\"\\n\"], \"more\": {\"x\": [null, true]}}");
    assertEquals("NCHW", contract.layout());
    assertEquals(-1.0, contract.low());
    assertEquals(1.0, contract.high());
    assertEquals(List.of(0.5), contract.mean());
    assertEquals(List.of(1.0, 2.0, 3.0), contract.std());
    assertEquals(List.of("caf\u00e9", "a \"b\"\n"), contract.labels());
  }

  @Test
  void isEmptyWithoutMetadata() {
    InputContract contract = InputContract.of(Map.of());
    assertEquals("", contract.layout());
    assertEquals(List.of(), contract.labels());
    assertEquals(255f, contract.element(255, 0));
  }

  @Test
  void refusesWhatIsNoContract() {
    String[] texts = {
      "",
      "{",
      "[1]",
      "{\"range\": [1]}",
      "{\"mean\": \"x\"}",
      "{\"a\" 1}",
      "{\"a\": nul}",
      "{} {}",
      "{\"a\": \"\\u12",
      "[".repeat(100_000)
    };
    for (String text : texts) {
      assertThrows(ModelException.class, () -> of(text), text);
    }
  }
}
