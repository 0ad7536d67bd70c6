#!/usr/bin/env python3
"""What each job's jar contains: every library, before (its own jar) and after (its bytes in the job's jar).

After `mvn -Dquick package`. Prints the tables; with --write puts them into docs/jars.md."""

import os
import re
import sys
import zipfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PAGE = os.path.join(ROOT, "docs/jars.md")
SMALL = 300_000  # bytes: libraries below are one row together


def jobs():
    folder = os.path.join(ROOT, "jobs")
    return sorted(job for job in os.listdir(folder) if os.path.exists(f"{folder}/{job}/pom.xml"))


def job_jar(job):
    target = os.path.join(ROOT, "jobs", job, "target")
    jars = [name for name in os.listdir(target) if re.fullmatch(rf"millrace-{job}-[0-9.]+\.jar", name)]
    return os.path.join(target, jars[0])


def entries(jar):
    with zipfile.ZipFile(jar) as archive:
        return {entry.filename: entry.compress_size for entry in archive.infolist() if not entry.is_dir()}


def name_of(library):
    """Without its version; our own modules together."""
    name = os.path.basename(library)
    if name.startswith("millrace-"):
        return "Millrace"
    return re.sub(r"-[0-9][^-]*(-[0-9.]+|\.Final)?\.jar$", "", name)


def contents(job):
    """Rows of (library, bytes before, bytes after)."""
    jar = job_jar(job)
    left = entries(jar)
    total = os.path.getsize(jar)
    with open(os.path.join(ROOT, "jobs", job, "target/classpath.txt")) as file:
        libraries = file.read().strip().split(os.pathsep)
    rows = {"Millrace": [0, 0]}
    for library in libraries:
        if not library.endswith(".jar"):
            continue
        row = rows.setdefault(name_of(library), [0, 0])
        row[0] += os.path.getsize(library)
        row[1] += sum(left.pop(entry, 0) for entry in entries(library))
    ours = [entry for entry in left if entry.startswith("io/millrace/")]
    own = sum(left.pop(entry) for entry in ours)
    rows["Millrace"][0] += own
    rows["Millrace"][1] += own
    rows["merged files (services, licences, notices) and the archive's directory"] = [
        0, total - sum(after for _, after in rows.values())
    ]
    return os.path.basename(jar), total, rows


def table(job):
    jar, total, rows = contents(job)
    before = sum(row[0] for row in rows.values())
    small = [name for name, row in rows.items() if max(row) < SMALL and name != "Millrace"]
    shown = {name: row for name, row in rows.items() if name not in small}
    shown[f"{len(small)} smaller ones"] = [sum(rows[name][i] for name in small) for i in (0, 1)]
    lines = [f"## {jar}", "", "| library | before, MB | after, MB |", "|---|---:|---:|"]
    for name, row in sorted(shown.items(), key=lambda item: -item[1][1]):
        lines.append(f"| {name} | {row[0] / 1e6:.1f} | {row[1] / 1e6:.1f} |")
    lines.append(f"| **all** | **{before / 1e6:.1f}** | **{total / 1e6:.1f}** |")
    return "\n".join(lines)


HEAD = """# What is in the jars

Made by `.ci/jar_contents.py --write` after `mvn -Dquick package`. *Before* is a library's own jar, *after* what is left of it in the job's:
native libraries for platforms that nobody runs Flink on, signatures, module descriptors and what the cluster has itself are left out
([jobs/pom.xml](../jobs/pom.xml)). Flink's own modules are `provided` and so in neither column. `JobJarsIT` opens every jar and fails on
anything that does not belong there. Their licence texts are in `META-INF/LICENSE` (Apache License 2.0) and `META-INF/LICENSE-third-party`
([jobs/LICENSE-third-party](../jobs/LICENSE-third-party)), notices in `META-INF/NOTICE`; `JarLicencesIT` has each library's licence, and fails when a jar holds one that it does not know.
"""

text = "\n\n".join(table(job) for job in jobs())
if sys.argv[1:] == ["--write"]:
    with open(PAGE, "w") as page:
        page.write(HEAD + "\n" + text + "\n")
else:
    print(text)
