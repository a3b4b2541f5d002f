"""Processes that work on a database side by side, for the tests of races.

To start one takes seconds: who has done its task waits for the next one, until the database goes.
"""

import json
import select
import subprocess
import time
from collections import defaultdict

from environment import PYTHON, ROOT, drop_database

SECONDS = 300  # what a part that is committed may take on a busy machine

idle = defaultdict(list)


class Worker:
    """A process that does one task after the other on a database."""

    def __init__(self, database):
        self.database = database
        self.process = subprocess.Popen(
            [str(PYTHON), str(ROOT / "tools" / "worker.py"), database],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, **task):
        self.say(json.dumps(task))
        return self

    def say(self, line=""):
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def hear(self):
        """Wait for what it says next."""
        line = self.process.stdout.readline()
        assert line, "the process ended in the middle of its task"
        return json.loads(line)

    def answer(self):
        """Wait for the end of its task; it is free for another one then."""
        answer = self.hear()
        idle[self.database].append(self)
        return answer

    def is_at_work(self):
        """Whether it has neither answered nor ended."""
        return not select.select([self.process.stdout], [], [], 0)[0]

    def kill(self):
        """End it at whatever line it is."""
        self.process.kill()
        self.process.communicate()


def run(tool, database, *words):
    """Run a tool on a database; returns the lines it printed."""
    command = [PYTHON, ROOT / "tools" / f"{tool}.py", database, *words]
    words = [str(word) for word in command]
    return subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()


def prepare(tool, database, *words):
    """Have a tool fill a database anew; returns the lines it printed."""
    drop(database)
    return run(tool, database, *words)


def drop(database):
    """End who works on the database, and drop it."""
    for worker in idle.pop(database, ()):
        worker.kill()
    drop_database(database)


def free(database):
    return idle[database].pop() if idle[database] else Worker(database)


def lanes(count, database, job):
    """Processes that begin with the same job."""
    return [worker.ask(job=job) for worker in [free(database) for _lane in range(count)]]


def finish(workers):
    """All of them come to a good end."""
    assert [worker.answer() for worker in workers] == ["done"] * len(workers)


def kill_when(worker, has_begun):
    """Kill a lane once it has committed a part, long before the end."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline and worker.is_at_work():
        if has_begun():
            return worker.kill()
        time.sleep(0.02)
    raise AssertionError("the lane committed nothing before it ended")


def killed_after(seconds, database, *call):
    """Make a call and end its process at whatever line it is then; returns whether it was at it."""
    (worker,) = waiting(database, call)
    worker.say()
    time.sleep(seconds)
    at_work = worker.is_at_work()
    worker.kill()
    return at_work


def waiting(database, *calls):
    """Processes that stand before their calls: (login, model, method, id), one each."""
    workers = [free(database).ask(call=call) for call in calls]
    assert [worker.hear() for worker in workers] == ["ready"] * len(workers)
    return workers


def let_go(workers):
    """Let all of them call at the same moment; returns what each was answered."""
    for worker in workers:
        worker.say()
    return [worker.answer().replace("\xa0", " ") for worker in workers]


def race(database, *calls):
    """Make calls at the same moment; returns what each was answered."""
    return let_go(waiting(database, *calls))
