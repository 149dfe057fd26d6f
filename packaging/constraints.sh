#!/bin/sh
# Writes the two constraints files anew: every package at one version, with the hashes of its
# files for all systems and Pythons that we support, and without the address of any index.
set -eu
cd "$(dirname "$0")/.."
tool=$(mktemp -d)
trap 'rm -rf "$tool"' EXIT
python3 -m venv "$tool" && "$tool/bin/pip" install --quiet uv
pin() {
  "$tool/bin/uv" pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 \
    --generate-hashes --no-emit-index-url --no-header --no-annotate "$@"
}
pin --extra build -o packaging/constraints.txt
pin --extra build --extra dev -c packaging/constraints.txt -o packaging/constraints-dev.txt
