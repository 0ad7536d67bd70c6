"""The demo's generated stream, a million events, in three time zones: known numbers, the same folders."""

import os
import tempfile

from demo import expect, millrace


def folders(lake_dir):
    return sorted(
        os.path.relpath(where, lake_dir)
        for where, _, files in os.walk(lake_dir)
        if any(name.endswith(".parquet") for name in files)
    )


def run(directory, events, zone):
    report = millrace(
        "demo", "--events", str(events), "--seed", "7", "--exit", "--json", "--dir", directory,
        env={"TZ": zone},
    )
    for figure in ("consumed", "written", "duplicate", "rejected", "late"):
        expect(f"{zone}: {figure}", report[figure], report["expected"][figure])
    expect(f"{zone}: balanced", report["balanced"], True)
    return folders(report["lake_dir"])


with tempfile.TemporaryDirectory() as scratch:
    run(os.path.join(scratch, "million"), 1_000_000, "UTC")
    seen = {
        zone: run(os.path.join(scratch, zone.replace("/", "-")), 20_000, zone)
        for zone in ("UTC", "America/New_York", "Asia/Kolkata")
    }
    expect("folders in New York", seen["America/New_York"], seen["UTC"])
    expect("folders in Kolkata", seen["Asia/Kolkata"], seen["UTC"])
