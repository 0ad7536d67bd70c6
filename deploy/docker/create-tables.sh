#!/bin/sh
# Creates the tables of rollups and sessions that are not there: host, files of SQL. The jobs refuse to start without them.
set -eu

host=$1
shift
PGPASSWORD=$(cat "${MILLRACE_SECRETS:-/run/millrace}/postgres-password")
export PGPASSWORD
for file in "$@"; do
  psql --host="$host" --username="${PGUSER:-millrace}" --dbname="${PGDATABASE:-millrace}" \
    --quiet --no-psqlrc --set=ON_ERROR_STOP=1 --single-transaction --file="$file"
  echo "the tables of $file are there"
done
