#!/bin/sh
# Ends with an error that says what to do when the secrets have not been made.
set -eu

for name in postgres-password grafana-password hash-key dead-letter-key s3-access-key s3-secret-key s3.json; do
  if [ ! -s "$1/$name" ]; then
    echo "$name is missing: run deploy/docker/make-secrets.sh first" >&2
    exit 1
  fi
done
