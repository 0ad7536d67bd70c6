"""Runs the millrace command for the checks beside this file."""

import json
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def millrace(*words, env=None):
    """The command's JSON: the last line of its standard output. Fails when the command does."""
    done = subprocess.run(
        [os.path.join(ROOT, "millrace"), *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **(env or {})},
    )
    if done.returncode != 0:
        sys.exit(f"millrace {' '.join(words)}: exit code {done.returncode}\n{done.stdout}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def expect(what, actual, expected):
    """Prints one line a check; fails at the first that does not hold."""
    if actual != expected:
        sys.exit(f"FAILED {what}: is {actual!r}, must be {expected!r}")
    print(f"ok {what}: {actual!r}"[:150])
