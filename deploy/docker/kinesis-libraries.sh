#!/usr/bin/env bash
# Puts the libraries of the repository's Kinesis server where docker-compose.yml mounts them; after `mvn -Dquick package`.
set -euo pipefail

target=$(cd "$(dirname "$0")/../.." && pwd)/local/kinesis/target
mkdir -p "$target/lib"
tr ':' '\n' <"$target/classpath.txt" | while read -r library; do
  [ -d "$library" ] || cp "$library" "$target/lib/"
done
