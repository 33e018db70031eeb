#!/usr/bin/env bash
# The main job, as a user would do it: `make demo` runs this with rot180 on the PATH.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=${1:-build/demo}
mkdir -p "$out"

step() {
  printf '\n\033[1m$ %s\033[0m\n' "$*"
  "$@"
}

echo "A LeNet that Theano trained on MNIST, as Theano pickled it. What is in the file?"
step rot180 inspect "$here/output_graph.pkl"

echo; echo "First road: the pickled graph becomes ONNX. No Theano is installed, nothing in the file is run."
step rot180 convert "$here/output_graph.pkl" -o "$out/digits.onnx" --range 0,1

echo; echo "ONNX becomes a Java project, with no dependency and no native library."
step rot180 java "$out/digits.onnx" -o "$out/digits-java" \
  --package com.acme.digits --class-name Digits --samples "$here/data.npz"

echo; echo "The proof: every value that Theano recorded, against Python, ONNX Runtime and Java."
step rot180 verify "$out/digits.onnx" --reference "$here/data.npz" \
  --java "$out/digits-java" --report "$out/report.html"

echo; echo "Second road: the parameters alone, with the training script's own notation (lenet.py)."
step rot180 convert "$here/params_list_p2.pkl" --graph "$here/lenet.py:predict" \
  --input-shape Nx1x28x28 -o "$out/digits-from-params.onnx" --range 0,1
step rot180 verify "$out/digits-from-params.onnx" --reference "$here/data.npz"

step rot180 predict "$out/digits.onnx" "$here/data.npz" -o "$out/graph.npy"
step rot180 predict "$out/digits-from-params.onnx" "$here/data.npz" -o "$out/params.npy"
cmp "$out/graph.npy" "$out/params.npy"
echo "Both roads end in the same bits."

cat <<TEXT

Left behind for you:
  $out/digits.onnx     the model, for Java, ONNX Runtime and Netron
  $out/digits-java     the Java project: cd there and run ./build.sh or mvn package
  $out/report.html     the proof as a page
TEXT
