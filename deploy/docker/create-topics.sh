#!/bin/sh
# Creates topics that are not there: broker, then topics.
set -eu

broker=$1
shift
for topic in "$@"; do
  "${KAFKA_BIN:-/opt/kafka/bin}/kafka-topics.sh" --bootstrap-server "$broker" --create --if-not-exists \
    --topic "$topic" --partitions 4 --replication-factor 1 --config max.message.bytes=16777216
done
