"""A pytest plugin: begins with what takes long, and says at the end what took how long.

A test's time has the set-up of its class in it when it is the first of the class.
"""

import json
import os
from collections import Counter

import pytest

from environment import WORK

KNOWN = WORK / "timings.json"
SLOWEST = 20
# Without a run to go by, what is known to take long begins: then the lanes end together.
LONG = ("random_months", "_tours.py", "_race.py", "hostile", "journal_entries", "test_import_")

times, lanes, setups, subtests = Counter(), Counter(), Counter(), Counter()


def scope(test):
    """What one lane runs in one go: a class, or a file of plain functions."""
    return test.rsplit("::", 1)[0]


def known_times():
    try:
        return json.loads(KNOWN.read_text())
    except (OSError, ValueError):
        return {}


def pytest_collection_modifyitems(config, items):
    if not hasattr(config, "workerinput"):
        return  # one process: in the order of the files
    known, sizes = known_times(), Counter(scope(item.nodeid) for item in items)

    def slowest_first(item):
        name = scope(item.nodeid)
        guess = next((1000 - at for at, word in enumerate(LONG) if word in name), sizes[name])
        return -known.get(name, guess), name

    items.sort(key=slowest_first)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    report = yield
    report.duration = item.seconds
    return report


def measured(item):
    """pytest itself takes the time from clocks that a test may have stopped."""
    start = os.times().elapsed
    try:
        return (yield)
    finally:
        item.seconds = os.times().elapsed - start


pytest_runtest_setup = pytest.hookimpl(wrapper=True)(measured)
pytest_runtest_call = pytest.hookimpl(wrapper=True)(measured)
pytest_runtest_teardown = pytest.hookimpl(wrapper=True)(measured)


def pytest_runtest_logreport(report):
    if hasattr(report, "context"):
        subtests[report.outcome] += 1
        return
    times[report.nodeid] += report.duration
    node = getattr(report, "node", None)
    lane = node.gateway.id if node else "one lane"
    lanes[lane] += report.duration
    if report.when == "setup":
        setups[lane] += report.duration


def pytest_terminal_summary(terminalreporter):
    if not times:
        return
    terminalreporter.section(f"slowest {SLOWEST} tests, with the set-up of their classes")
    for test, seconds in times.most_common(SLOWEST):
        terminalreporter.write_line(f"{seconds:7.1f} s  {test}")
    terminalreporter.section("lanes")
    for lane, seconds in sorted(lanes.items()):
        line = f"{seconds:7.1f} s  {lane}, {setups[lane]:.1f} s of it set-up"
        terminalreporter.write_line(line)
    terminalreporter.write_line(f"{len(times)} tests, {subtests.total()} subtests")


def pytest_sessionfinish(session):
    if times and not hasattr(session.config, "workerinput"):
        scopes = Counter()
        for test, seconds in times.items():
            scopes[scope(test)] += seconds
        rounded = {name: round(seconds, 1) for name, seconds in scopes.items()}
        KNOWN.write_text(json.dumps({**known_times(), **rounded}, indent=0, sort_keys=True))
