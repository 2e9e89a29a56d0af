#!/bin/sh
# Stands for training: 8 MiB of weights; the second version differs from the first in one run of 4 %.
set -e
mkdir -p "model-$1"
if [ "$1" = 1 ]; then
  head -c 8388608 /dev/urandom > model-1/model.onnx
else
  cp model-1/model.onnx "model-$1/model.onnx"
  head -c 327680 /dev/urandom | dd of="model-$1/model.onnx" bs=4096 seek=1000 conv=notrunc 2> /dev/null
fi
printf 'scratch\ndent\n' > "model-$1/labels.txt"
