package dev.rot180.kernels;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * HotSpot never compiles a method of more than 8,000 bytecodes, and then it runs 50 times slower.
 */
class MethodSizeTest {
  private static final int HUGE_METHOD = 8_000;

  @Test
  void noMethodIsTooLargeToBeCompiled() throws Exception {
    List<String> large = new ArrayList<>();
    int methods = 0;
    for (Path file : classFiles()) {
      for (Map.Entry<String, Integer> method : codeSizes(file).entrySet()) {
        methods++;
        if (method.getValue() >= HUGE_METHOD) {
          large.add(file.getFileName() + " " + method.getKey() + ": " + method.getValue());
        }
      }
    }
    assertTrue(methods > 100, "found the methods of the kernels");
    assertTrue(large.isEmpty(), large.toString());
  }

  private static List<Path> classFiles() throws IOException, URISyntaxException {
    Path folder =
        Path.of(Kernels.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve("dev/rot180/kernels");
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found =
          files.filter(file -> file.toString().endsWith(".class")).collect(Collectors.toList());
      assertFalse(found.isEmpty());
      return found;
    }
  }

  /** Bytes of code of each method, as the class file format (JVMS 4) has them. */
  private static Map<String, Integer> codeSizes(Path file) throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      skip(in, 8);
      String[] names = readNames(in);
      skip(in, 6);
      skip(in, 2 * in.readUnsignedShort()); // interfaces
      readMembers(in, names); // fields
      return readMembers(in, names);
    }
  }

  private static String[] readNames(DataInputStream in) throws IOException {
    String[] names = new String[in.readUnsignedShort()];
    for (int i = 1; i < names.length; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1:
          names[i] = in.readUTF();
          break;
        case 5: // long and double take two places
        case 6:
          skip(in, 8);
          i++;
          break;
        case 7:
        case 8:
        case 16:
        case 19:
        case 20:
          skip(in, 2);
          break;
        case 15:
          skip(in, 3);
          break;
        default:
          skip(in, 4);
      }
    }
    return names;
  }

  private static Map<String, Integer> readMembers(DataInputStream in, String[] names)
      throws IOException {
    Map<String, Integer> sizes = new LinkedHashMap<>();
    int count = in.readUnsignedShort();
    for (int i = 0; i < count; i++) {
      skip(in, 2);
      String name = names[in.readUnsignedShort()] + names[in.readUnsignedShort()];
      int attributes = in.readUnsignedShort();
      for (int j = 0; j < attributes; j++) {
        String attribute = names[in.readUnsignedShort()];
        int length = in.readInt();
        if (attribute.equals("Code")) {
          skip(in, 4);
          sizes.put(name, in.readInt());
          skip(in, length - 8);
        } else {
          skip(in, length);
        }
      }
    }
    return sizes;
  }

  private static void skip(DataInputStream in, int bytes) throws IOException {
    in.readFully(new byte[bytes]);
  }
}
