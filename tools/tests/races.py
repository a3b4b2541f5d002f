"""Calls that real processes make at the same moment, for the tests of races."""

import subprocess

from environment import PYTHON, ROOT

TOOLS = ROOT / "tools"


def prepare(tool, *words):
    """Run a tool that fills a database; returns the words of its last line."""
    made = subprocess.run(
        [PYTHON, TOOLS / tool, *words], check=True, capture_output=True, text=True
    )
    return made.stdout.splitlines()[-1].split()


def starting(database, *words):
    """A process that gets ready to make a call."""
    return subprocess.Popen(
        [PYTHON, TOOLS / "call.py", database, *map(str, words)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def waiting(database, *words):
    """A process that is about to make a call and waits for its line."""
    process = starting(database, *words)
    assert process.stdout.readline() == "ready\n"
    return process


def race(database, *calls):
    """Make calls (login, model, method, id) at the same moment; returns what each was answered."""
    processes = [starting(database, *call) for call in calls]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    return [answer.replace("\xa0", " ") for answer in let_go(processes)]


def let_go(processes):
    """Let all of them call at the same moment; returns what each was answered."""
    for process in processes:
        process.stdin.write("\n")
        process.stdin.flush()
    return [process.communicate(timeout=120)[0].strip() for process in processes]
