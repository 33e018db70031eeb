package dev.rot180.ops;

/** The table of operators. */
public final class Operators {
  private Operators() {}

  /**
   * Finds an operator.
   *
   * @return what plans it, or null if there is none of that name
   */
  public static Operator find(String domain, String name) {
    if (!domain.isEmpty()) {
      return null;
    }
    // A switch, and not a map: a class is loaded when the first model asks for it.
    switch (name) {
      case "Conv":
      case "ConvTranspose":
        return new Convolution();
      case "Gemm":
      case "MatMul":
        return new MatrixProduct();
      case "MaxPool":
      case "AveragePool":
      case "LpPool":
      case "GlobalMaxPool":
      case "GlobalAveragePool":
      case "GlobalLpPool":
        return new Pool();
      case "Neg":
      case "Abs":
      case "Sqrt":
      case "Reciprocal":
      case "Floor":
      case "Ceil":
      case "Round":
      case "Sign":
      case "Exp":
      case "Log":
      case "Erf":
      case "IsNaN":
      case "Relu":
      case "Sigmoid":
      case "Tanh":
      case "Softplus":
      case "Softsign":
      case "HardSwish":
      case "Mish":
        return new Elementwise();
      case "Sin":
      case "Cos":
      case "Tan":
      case "Asin":
      case "Acos":
      case "Atan":
      case "Sinh":
      case "Cosh":
      case "Asinh":
      case "Acosh":
      case "Atanh":
        return new Circular();
      case "LeakyRelu":
      case "Elu":
      case "Selu":
      case "Celu":
      case "HardSigmoid":
      case "ThresholdedRelu":
      case "Gelu":
        return new Activation();
      case "Add":
      case "Sub":
      case "Mul":
      case "Div":
      case "Pow":
      case "PRelu":
        return new Binary();
      case "Equal":
      case "Greater":
      case "GreaterOrEqual":
      case "Less":
      case "LessOrEqual":
      case "And":
      case "Or":
      case "Xor":
      case "Not":
        return new Comparison();
      case "Min":
      case "Max":
      case "Sum":
      case "Mean":
        return new Variadic();
      case "Clip":
        return new Clip();
      case "Softmax":
      case "LogSoftmax":
        return new Softmax();
      case "ReduceSum":
      case "ReduceMean":
      case "ReduceMax":
      case "ReduceMin":
      case "ReduceProd":
      case "ReduceSumSquare":
      case "ReduceL1":
      case "ReduceL2":
      case "ReduceLogSum":
      case "ReduceLogSumExp":
        return new Reduction();
      case "Flatten":
      case "Reshape":
      case "Squeeze":
      case "Unsqueeze":
      case "Dropout":
      case "Identity":
        return new Reshaping();
      case "BatchNormalization":
        return new BatchNormalization();
      case "InstanceNormalization":
      case "MeanVarianceNormalization":
      case "LpNormalization":
        return new Normalization();
      case "LRN":
        return new LocalResponse();
      case "Transpose":
      case "Slice":
      case "Expand":
      case "Tile":
      case "DepthToSpace":
      case "SpaceToDepth":
        return new Rearranging();
      case "Concat":
      case "Split":
        return new Joining();
      case "Pad":
        return new Padding();
      case "Gather":
      case "GatherElements":
        return new Gathering();
      case "Where":
        return new Where();
      case "Cast":
      case "CastLike":
        return new Cast();
      case "Constant":
      case "ConstantOfShape":
      case "Range":
      case "Shape":
      case "Size":
        return new Creation();
      case "ArgMax":
      case "ArgMin":
        return new ArgExtreme();
      case "TopK":
        return new TopK();
      case "Resize":
      case "Upsample":
        return new Resize();
      default:
        return null;
    }
  }
}
