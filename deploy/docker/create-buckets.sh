#!/bin/sh
# Creates buckets that are not there, through the S3 server's own shell: master, then buckets.
set -eu

master=$1
shift
for bucket in "$@"; do
  if echo 's3.bucket.list' | weed shell -master="$master" | grep -qE "(^|[[:space:]])$bucket([[:space:]]|$)"; then
    echo "bucket $bucket is there"
  else
    echo "s3.bucket.create -name $bucket" | weed shell -master="$master"
  fi
done
