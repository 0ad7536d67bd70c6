#!/usr/bin/env bash
# What the containers of the Flink image run: `jobmanager`, `taskmanager`, or `submit JOB…`.
# Flink's folder, the configuration, the secrets, the jars and the jobs' configurations are where docker-compose.yml mounts
# them; the variables are for tests, which run this script against the one-machine platform.
set -euo pipefail

flink=${FLINK_HOME:-/opt/flink}
millrace=${MILLRACE_HOME:-/millrace}
secrets=${MILLRACE_SECRETS:-/run/millrace}
address=${FLINK_ADDRESS:-jobmanager:8081}

# S3 credentials by environment: what is in config.yaml, the web UI shows.
AWS_ACCESS_KEY_ID=$(cat "$secrets/s3-access-key")
AWS_SECRET_ACCESS_KEY=$(cat "$secrets/s3-secret-key")
export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
# The image's own script turns the S3 plugin on, which lies in opt/.
version=$(basename "$(find "$flink/opt" -name 'flink-s3-fs-hadoop-*.jar')" .jar)
export ENABLE_BUILT_IN_PLUGINS=$version.jar

configure() {
  cp "$millrace/flink-conf/config.yaml" "$flink/conf/config.yaml"
  cp "$millrace/flink-conf/log4j-console.properties" "$flink/conf/log4j-console.properties"
}

# The image's script would install the plugin only for its own commands.
install_plugin() {
  mkdir -p "$flink/plugins/$version"
  ln -sf "$flink/opt/$version.jar" "$flink/plugins/$version/$version.jar"
}

jar_of() {
  local jars
  jars=$(find "$millrace/jobs/$1/target" -maxdepth 1 -name "millrace-$1-*.jar" | sort)
  if [ -z "$jars" ]; then
    echo "no jar of job $1: run 'mvn -Dquick package' first" >&2
    exit 1
  fi
  printf '%s\n' "$jars" | tail -n 1
}

is_running() {
  "$flink/bin/flink" list -m "$address" 2>/dev/null | grep -qF " : $1 ("
}

submit() {
  local job jar
  for job in "$@"; do
    jar=$(jar_of "$job")
    if is_running "$job-storefront"; then
      echo "$job-storefront is running"
    else
      "$flink/bin/flink" run --detached -m "$address" "$jar" --config "$millrace/jobs-conf/$job.json"
    fi
  done
}

case ${1:-} in
  jobmanager | taskmanager)
    configure
    exec /docker-entrypoint.sh "$1"
    ;;
  submit)
    shift
    configure
    install_plugin
    read -r -a jobs <<<"$*"
    submit "${jobs[@]}"
    ;;
  *)
    echo "usage: flink.sh jobmanager|taskmanager|submit JOB…" >&2
    exit 2
    ;;
esac
