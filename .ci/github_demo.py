"""Real GitHub events through the whole platform: each column equals the input's, by a second reader (DuckDB)."""

import gzip
import json
import os
import random
import sys
import tempfile

from demo import expect, millrace

CONTRACT = "schemas/github.odcs.yaml"
COLUMNS = ["id", "type", "actor", "repo", "payload", "public", "created_at", "org"]
GROUPS = {
    "actor": ["id", "login", "display_login", "gravatar_id", "url", "avatar_url"],
    "repo": ["id", "name", "url"],
    "org": ["id", "login", "gravatar_id", "url", "avatar_url"],
}


def demo(name, lines, scratch, packed=False):
    source = os.path.join(scratch, name + (".ndjson.gz" if packed else ".ndjson"))
    with (gzip.open if packed else open)(source, "wb") as out:
        out.write(b"".join(line + b"\n" for line in lines))
    directory = os.path.join(scratch, name)
    report = millrace(
        "demo", "--contract", CONTRACT, "--input", source, "--exit", "--json", "--dir", directory
    )
    expect(f"{name}: balanced", report["balanced"], True)
    return directory, report


def group(value, names):
    return None if value is None else {name: value.get(name) for name in names}


def as_columns(event):
    """What the contract's columns must hold for an event."""
    return {
        "id": event["id"],
        "type": event["type"],
        "actor": group(event["actor"], GROUPS["actor"]),
        "repo": group(event["repo"], GROUPS["repo"]),
        "payload": event["payload"],
        "public": event["public"],
        "created_at": event["created_at"],
        "org": group(event.get("org"), GROUPS["org"]),
    }


def in_lake(directory):
    rows = millrace(
        "sql",
        "select id, type, to_json(actor)::varchar as actor, to_json(repo)::varchar as repo, payload,"
        " public, strftime(created_at at time zone 'UTC', '%Y-%m-%dT%H:%M:%SZ') as created_at,"
        " case when org is null then null else to_json(org)::varchar end as org, _unknown"
        " from github",
        "--json", "--dir", directory,
    )
    events = {}
    for row in rows:
        assert row["_unknown"] is None, row
        for column in ("actor", "repo", "payload", "org"):
            row[column] = None if row[column] is None else json.loads(row[column])
        events[row["id"]] = {column: row[column] for column in COLUMNS}
    return len(rows), events


# docs/rollups.md; windows that an event came too late for are without it, and told apart.
ROLLUP = """
WITH recomputed AS (
  SELECT time_bucket(INTERVAL 1 MINUTE, created_at) AS window_start, type, count(*) AS events,
         count(DISTINCT actor.id) AS actors, count(DISTINCT repo.id) AS repos
  FROM github GROUP BY ALL
), found AS (
  SELECT window_start, type, events, actors, repos FROM pg.github_events_by_type
), missed AS (
  SELECT window_start FROM pg.github_too_late WHERE rollup = 'events_by_type'
), replayed AS (
  SELECT window_start, group_id, count(*) AS corrections, max(revision) AS revision,
         arg_max(new_events, revision) AS events, sum(new_events - old_events) AS added
  FROM pg.github_events_by_type_corrections GROUP BY ALL
)
SELECT
  (SELECT count(*) FROM found) AS rows,
  (SELECT count(*) FROM (FROM recomputed EXCEPT FROM found) WHERE window_start NOT IN (FROM missed)) AS missing,
  (SELECT count(*) FROM (FROM found EXCEPT FROM recomputed) WHERE window_start NOT IN (FROM missed)) AS unexpected,
  (SELECT sum(events) FROM found)::BIGINT AS counted,
  (SELECT coalesce(sum(records), 0) FROM pg.github_too_late WHERE rollup = 'events_by_type')::BIGINT AS too_late,
  (SELECT count(*) FROM replayed) AS corrected,
  (SELECT count(*) FROM pg.github_events_by_type AS rows LEFT JOIN replayed USING (window_start, group_id)
   WHERE rows.revision <> 1 + coalesce(replayed.corrections, 0)
      OR replayed.events <> rows.events OR replayed.added >= rows.events) AS replayed_otherwise
"""


def rollup(what, directory, written):
    seen = millrace("sql", "--json", "--dir", directory, ROLLUP)[0]
    print(f"{what}: {seen}")
    expect(f"{what}: rollup rows missing", seen["missing"], 0)
    expect(f"{what}: rollup rows unexpected", seen["unexpected"], 0)
    expect(f"{what}: counted and too late", seen["counted"] + seen["too_late"], written)
    expect(f"{what}: corrections that end elsewhere", seen["replayed_otherwise"], 0)
    return seen


def damaged(line, kind):
    """A line that can be no event any more."""
    return [line[: len(line) // 2], b"", b"[" + line + b"]", line[:-1] + b"\xff}", b"null"][kind % 5]


lines = open(sys.argv[1], "rb").read().splitlines()
expected = {}
for line in lines:
    event = json.loads(line)
    expected[event["id"]] = as_columns(event)
expect("events in the file", len(expected), 800)

with tempfile.TemporaryDirectory() as scratch:
    directory, report = demo("plain", lines, scratch)
    expect("plain: consumed", report["consumed"], 800)
    expect("plain: written", report["written"], 800)
    count, events = in_lake(directory)
    expect("plain: rows", count, 800)
    for column in COLUMNS:
        differing = [i for i in expected if events.get(i, {}).get(column) != expected[i][column]]
        expect(f"plain: ids whose {column} differs", differing, [])

    rollup("plain", directory, 800)

    rng = random.Random(7)
    mixed = lines + lines
    rng.shuffle(mixed)
    broken = set(rng.sample(range(len(mixed)), 50))
    mixed = [damaged(line, i) if i in broken else line for i, line in enumerate(mixed)]
    whole = [line for i, line in enumerate(mixed) if i not in broken]
    ids = {json.loads(line)["id"] for line in whole}
    directory, report = demo("mixed", mixed, scratch, packed=True)
    expect("mixed: consumed", report["consumed"], 1600)
    expect("mixed: rejected", report["rejected"], 50)
    expect("mixed: written", report["written"], len(ids))
    expect("mixed: duplicate", report["duplicate"], len(whole) - len(ids))
    count, events = in_lake(directory)
    expect("mixed: rows", count, len(ids))
    expect("mixed: rows that differ", [i for i in ids if events.get(i) != expected[i]], [])
    rollup("mixed", directory, len(ids))
