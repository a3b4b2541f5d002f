"""Processes that work on a database side by side, for the tests of races."""

import subprocess
import time

from environment import PYTHON, ROOT, drop_database

SECONDS = 300  # what a call or a lane may take on a busy machine


class Started:
    """A tool that runs in a process of its own."""

    def __init__(self, tool, *words):
        command = [PYTHON, ROOT / "tools" / f"{tool}.py", *words]
        self.process = subprocess.Popen(
            [str(word) for word in command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def kill(self):
        """End it at whatever line it is."""
        self.process.kill()
        self.process.communicate()

    def is_running(self):
        return self.process.poll() is None

    def wait(self):
        """Wait for its end; returns its exit code."""
        self.process.communicate(timeout=SECONDS)
        return self.process.returncode

    def answer(self):
        """Wait for its end; returns what it printed."""
        printed, _errors = self.process.communicate(timeout=SECONDS)
        assert self.process.returncode == 0, printed
        return printed.strip()

    def when_ready(self):
        """Wait until it stands before its call."""
        assert self.process.stdout.readline() == "ready\n"
        return self

    def let_go(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()


def prepare(tool, database, *words):
    """Have a tool fill a database anew; returns the lines it printed."""
    drop_database(database)
    return Started(tool, database, *words).answer().splitlines()


def lanes(count, database, job):
    """Processes that begin with the same job."""
    return [Started("lane", database, job) for _lane in range(count)]


def finish(processes):
    """All of them come to a good end."""
    assert [process.wait() for process in processes] == [0] * len(processes)


def kill_when(process, has_begun):
    """Kill a lane once it has committed a part, long before the end."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline and process.is_running():
        if has_begun():
            return process.kill()
        time.sleep(0.02)
    raise AssertionError("the lane committed nothing before it ended")


def waiting(database, *words):
    """A process that is about to make a call (login, model, method, id)."""
    return Started("call", database, *words).when_ready()


def race(database, *calls):
    """Make calls at the same moment; returns what each was answered."""
    processes = [Started("call", database, *call) for call in calls]
    return let_go([process.when_ready() for process in processes])


def let_go(processes):
    """Let all of them call at the same moment; returns what each was answered."""
    for process in processes:
        process.let_go()
    return [process.answer().replace("\xa0", " ") for process in processes]
