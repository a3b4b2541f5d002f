"""Run the suite under pytest-odoo; a skip that is not allowed fails it, and so does an empty run.

`run_tests.py [--soak] [pytest arguments]`; a path or `-k` among them narrows the run. Without a
path the tests run in LANES processes, as many as there are cores unless it is set, each on a copy
of the database. Tests that draw their cases draw a few dozen; `--soak` runs these alone, with all
of them. What is drawn follows from SEED, which is said.
"""

import argparse
import contextlib
import hashlib
import importlib.util
import os
import random
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

from environment import (
    ADDON,
    CLUSTER,
    CONF,
    DB_USER,
    PYTHON,
    ROOT,
    WORK,
    Problem,
    copy_database,
    database_state,
    ensure_installed,
    locked,
    main,
    note_database_state,
    our_addons,
    quietly,
    sql,
    step,
)

# "module.Class.test" of tests that may be skipped, each with its reason. Keep it empty.
ALLOWED_SKIPS = ()


def run_tests():
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("--database", default="cs_test")
    parser.add_argument("--soak", action="store_true")
    options, words = parser.parse_known_args()
    check_browser()
    with locked(f"{options.database}-tests"):
        ensure_world(options.database)
        report = WORK / f"{options.database}-tests.xml"
        report.unlink(missing_ok=True)
        with step("tests"), unsynced():
            status = run_pytest(options.database, report, words, options.soak)
        judge(status, report)


def check_browser():
    """Tours are skipped without a word when one of these is missing."""
    if not any(map(shutil.which, ("google-chrome", "chromium", "chromium-browser"))):
        raise Problem("Chromium is missing, so no tour can run: apt-get install chromium")
    if not importlib.util.find_spec("websocket"):
        raise Problem("websocket-client is missing, so no tour can run: make clean, then make test")


def ensure_world(database):
    """Have a database with all our addons and with what nearly every class of tests needs.

    It is made anew when the addons changed or the world; a changed test leaves it as it is.
    """
    source = ensure_installed(our_addons())
    maker = ROOT / ADDON / "tests" / "common.py"
    wanted = {
        "addons": database_state(source),
        "world": hashlib.sha256(maker.read_bytes()).hexdigest(),
    }
    with locked(database):
        if database_state(database) == wanted:
            return
        with step(f"database {database}, copied from {source}, and the world of the tests"):
            copy_database(source, database)
            quietly([PYTHON, ROOT / "tools" / "world.py", database], "world")
        note_database_state(database, **wanted)


@contextlib.contextmanager
def unsynced():
    """Wait for no disk while tests run: they write, and delete, thousands of files that nobody
    wants to have after a crash of the machine.
    """
    sync_with_disk("off")
    try:
        yield
    finally:
        sync_with_disk("on")
        os.sync()


def sync_with_disk(value):
    sql(f"ALTER SYSTEM SET fsync = {value}")
    sql("SELECT pg_reload_conf()")


def run_pytest(database, report, words, soak=False):
    seed = os.environ.get("SEED") or random.randrange(2**32)
    print(f"   what is drawn is drawn with SEED={seed}", flush=True)
    command = [PYTHON, "-m", "pytest", f"--odoo-database={database}", f"--odoo-config={CONF}"]
    command += ["--odoo-http", f"--junitxml={report}", "-p", "timings"]
    command += [f"--hypothesis-seed={seed}", *words]
    if not any((ROOT / word.split("::")[0]).exists() for word in words):
        command += [*in_lanes(), *(drawing() if soak else [*our_addons(), *own_tests()])]
    more = {"SOAK": "1"} if soak else {}
    return subprocess.run(command, cwd=ROOT, env={**environment(), **more}).returncode


def drawing():
    """The files of tests that draw their cases, or have more of them, in a soak."""
    files = (path for addon in our_addons() for path in (ROOT / addon).rglob("tests/**/test_*.py"))
    more = (path for folder in own_tests() for path in (ROOT / folder).glob("test_*.py"))
    words = ("hypothesis", '"SOAK"', "drawn import")
    return sorted(
        path for path in (*files, *more) if any(word in path.read_text("utf-8") for word in words)
    )


def in_lanes():
    """One lane runs a class, or a file of functions, in one go; see timings.py for the order."""
    lanes = int(os.environ.get("LANES") or max(2, os.cpu_count()))
    return [f"--numprocesses={lanes}", "--dist=loadscope", "--no-loadscope-reorder"]


def environment():
    """Where the programs are by which pytest-odoo copies the database for a lane."""
    server = {"PGHOST": str(CLUSTER.resolve()), "PGPORT": "5432", "PGUSER": DB_USER}
    return {**os.environ, **server}


def own_tests():
    """The tests of the tools themselves, if there are any."""
    folder = Path("tools/tests")
    return [folder] if (ROOT / folder).is_dir() else []


def judge(status, report):
    """Raise for failed, skipped or missing tests, going by pytest's own record of the run."""
    if not report.is_file():
        raise Problem("pytest ended without a report of the run.")
    cases = list(ElementTree.parse(report).iter("testcase"))
    names = {
        f"{case.get('classname')}.{case.get('name')}": case.find("skipped")
        for case in cases
        if case.find("skipped") is not None
    }
    unexpected = {name: skip for name, skip in names.items() if name not in ALLOWED_SKIPS}
    for name, skip in unexpected.items():
        print(f"skipped: {name}: {skip.get('message')}")
    if status:
        raise Problem(f"the tests failed (pytest ended with {status}).")
    if not cases:
        raise Problem("no test ran.")
    if unexpected:
        raise Problem(f"{len(unexpected)} tests were skipped, which nothing allows.")


if __name__ == "__main__":
    main(run_tests)
