#!/usr/bin/env bash
# Makes the secrets of docker-compose.yml, once: random, readable by their owner and the containers' users only through the
# folder's own permissions. Existing ones stay, since data is encrypted and protected with them.
set -euo pipefail

secrets=${1:-$(cd "$(dirname "$0")" && pwd)/secrets}
mkdir -p "$secrets"
# The containers' users (flink, postgres, grafana) are not this machine's: the files are readable, so the folder's parent
# decides who gets there. Keep the checkout private on a shared machine.
chmod 755 "$secrets"

random() { head -c "$1" /dev/urandom | base64 | tr -d '\n'; }

make_file() { # name, bytes
  [ -s "$secrets/$1" ] && return
  random "$2" >"$secrets/$1"
  chmod 644 "$secrets/$1"
}

make_file postgres-password 24
make_file grafana-password 24
make_file hash-key 32
make_file dead-letter-key 32
make_file s3-secret-key 30
[ -s "$secrets/s3-access-key" ] || { printf 'millrace' >"$secrets/s3-access-key"; chmod 644 "$secrets/s3-access-key"; }

cat >"$secrets/s3.json" <<JSON
{"identities": [{"name": "millrace",
  "credentials": [{"accessKey": "$(cat "$secrets/s3-access-key")", "secretKey": "$(cat "$secrets/s3-secret-key")"}],
  "actions": ["Admin", "Read", "Write", "List", "Tagging"]}]}
JSON
chmod 644 "$secrets/s3.json"
echo "secrets are in $secrets"
