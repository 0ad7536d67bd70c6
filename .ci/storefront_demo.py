"""The demo's generated stream: a million events from Kafka, 100,000 from Kinesis, three time zones: known numbers."""

import os
import tempfile

from demo import expect, millrace

# By the definition of `visits` in schemas/storefront.odcs.yaml; docs/sessions.md has it with maxLength.
SESSIONS = """
WITH begun AS (
  SELECT *, occurred_at - lag(occurred_at) OVER visitor > INTERVAL 30 MINUTE AS begins
  FROM storefront WINDOW visitor AS (PARTITION BY visitor_id ORDER BY occurred_at)
), numbered AS (
  SELECT *, count(*) FILTER (begins) OVER (PARTITION BY visitor_id ORDER BY occurred_at) AS session FROM begun
), recomputed AS (
  SELECT visitor_id, min(occurred_at) AS session_start, max(occurred_at) AS session_end, count(*) AS events
  FROM numbered GROUP BY visitor_id, session
), found AS (SELECT visitor_id, session_start, session_end, events FROM pg.storefront_visits)
SELECT (SELECT count(*) FROM (FROM recomputed EXCEPT FROM found)) AS missing,
       (SELECT count(*) FROM (FROM found EXCEPT FROM recomputed)) AS unexpected
"""


def folders(lake_dir):
    return sorted(
        os.path.relpath(where, lake_dir)
        for where, _, files in os.walk(lake_dir)
        if any(name.endswith(".parquet") for name in files) and "_sessions" not in where
    )


def sessions(what, report, directory):
    visits = report["sessions"][0]
    late = visits["too_late"]
    expect(f"{what}: events in sessions", visits["events"] + late, report["written"])
    if late == 0:
        expect(f"{what}: sessions", visits["sessions"], visits["expected"]["sessions"])
    differing = millrace("sql", "--json", "--dir", directory, SESSIONS)[0]
    # Without one of its events a session is another one, or two.
    expect(f"{what}: sessions missing", differing["missing"] <= late, True)
    expect(f"{what}: sessions unexpected", differing["unexpected"] <= 2 * late, True)


def run(what, directory, events, *options, zone="UTC"):
    report = millrace(
        "demo", "--events", str(events), "--seed", "7", "--exit", "--json", "--dir", directory, *options,
        env={"TZ": zone},
    )
    for figure in ("consumed", "written", "duplicate", "rejected", "late", "rejected_by_reason"):
        expect(f"{what}: {figure}", report[figure], report["expected"][figure])
    expect(f"{what}: jobs", [job["job"] for job in report["jobs"]], ["rollups-storefront", "sessions-storefront"])
    expect(f"{what}: balanced", report["balanced"], True)
    sessions(what, report, directory)
    return folders(report["lake_dir"])


with tempfile.TemporaryDirectory() as scratch:
    run("million", os.path.join(scratch, "million"), 1_000_000)
    run("Kinesis", os.path.join(scratch, "kinesis"), 100_000, "--source", "kinesis")
    audit = millrace("audit", "--json", "--dir", os.path.join(scratch, "kinesis"))
    expect("Kinesis: audited again", (audit["balanced"], audit["pending"]), (True, 0))
    seen = {
        zone: run(zone, os.path.join(scratch, zone.replace("/", "-")), 20_000, zone=zone)
        for zone in ("UTC", "America/New_York", "Asia/Kolkata")
    }
    expect("folders in New York", seen["America/New_York"], seen["UTC"])
    expect("folders in Kolkata", seen["Asia/Kolkata"], seen["UTC"])
