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
