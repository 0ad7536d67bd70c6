#!/bin/sh
# The repository's Kinesis server: folder, port.
set -eu

libraries=${KINESIS_HOME:-/millrace/kinesis}
if [ ! -d "$libraries/lib" ]; then
  echo "$libraries/lib is missing: run 'mvn -Dquick package' on the host first" >&2
  exit 1
fi
exec java -Xmx512m -cp "$libraries/classes:$libraries/lib/*" io.millrace.local.kinesis.KinesisMain "$1" "$2" no-limits
