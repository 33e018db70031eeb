package dev.rot180.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;

/**
 * ONNX Runtime through its Java API, in its quickest form: the input in one direct buffer that is
 * kept, as its documentation advises.
 */
final class OnnxRuntimeEngine implements Engine {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final long[] shape;
  private final FloatBuffer buffer;
  private final OnnxTensor input;
  private final Map<String, OnnxTensor> inputs;

  OnnxRuntimeEngine(Path file, int threads) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      session = environment.createSession(file.toString(), options);
    }
    Map.Entry<String, ai.onnxruntime.NodeInfo> first =
        session.getInputInfo().entrySet().iterator().next();
    shape = ((TensorInfo) first.getValue().getInfo()).getShape();
    shape[0] = 1;
    buffer =
        ByteBuffer.allocateDirect(imageSize() * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    input = OnnxTensor.createTensor(environment, buffer, shape);
    inputs = Map.of(first.getKey(), input);
  }

  @Override
  public float[] predict(float[] image) throws OrtException {
    buffer.clear();
    buffer.put(image).flip();
    try (OrtSession.Result result = session.run(inputs)) {
      FloatBuffer output = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] values = new float[output.remaining()];
      output.get(values);
      return values;
    }
  }

  @Override
  public int imageSize() {
    return Images.size(shape);
  }

  @Override
  public void close() throws OrtException {
    input.close();
    session.close();
  }
}
