#!/bin/bash
# Sends storefront events of this moment for ever: broker, topic, events a second. Of 50 events one is broken, one is a
# duplicate and one is half an hour late, so that every part of the dashboard has something to show. "-" as broker prints
# them instead, and a fourth argument is then the number of events.
set -euo pipefail

broker=$1
topic=$2
rate=$3
most=${4:-0}

countries=(DE NL FR GB US)
kinds=(phone tablet desktop)

event() { # number, seconds since the epoch
  local id at type=page_viewed more=''
  id=$(cat /proc/sys/kernel/random/uuid)
  at=$(date -u -d "@$2" '+%Y-%m-%dT%H:%M:%SZ')
  if (($1 % 10 == 0)); then
    type=order_placed
    more=",\"order_id\":\"O-$((1000000 + $1))\",\"currency\":\"EUR\",\"total\":$((RANDOM % 500)).$((10 + RANDOM % 90))"
  fi
  printf '{"event_id":"%s","type":"%s","occurred_at":"%s","visitor_id":"v-%d","country":"%s","device":{"kind":"%s"},"page_url":"https://shop.example/p/%d"%s}\n' \
    "$id" "$type" "$at" $((RANDOM % 500)) "${countries[RANDOM % 5]}" "${kinds[RANDOM % 3]}" $((RANDOM % 100)) "$more"
}

events() {
  local number=0 line='' now
  while ((most == 0 || number < most)); do
    number=$((number + 1))
    now=$(date -u '+%s')
    case $((number % 50)) in
      17) printf '{"event_id":"broken\n' ;;
      31) printf '%s\n' "$line" ;;
      43) event "$number" $((now - 1800)) ;;
      *)
        line=$(event "$number" "$now")
        printf '%s\n' "$line"
        ;;
    esac
    if [ "$broker" != - ] && ((number % rate == 0)); then
      sleep 1
    fi
  done
}

if [ "$broker" = - ]; then
  events
else
  events | "${KAFKA_BIN:-/opt/kafka/bin}/kafka-console-producer.sh" --bootstrap-server "$broker" --topic "$topic" \
    --command-property linger.ms=200 --command-property acks=all
fi
