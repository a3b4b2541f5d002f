"""Processes that work on a database side by side, for the tests of races.

To start one takes seconds: who has done its task waits for the next one, on whatever database.
"""

import atexit
import json
import select
import subprocess
import time

from environment import PYTHON, ROOT, drop_database

SECONDS = 300  # what a part that is committed may take on a busy machine

idle = []


class Worker:
    """A process that does one task after the other."""

    def __init__(self):
        self.database = None
        self.process = subprocess.Popen(
            [str(PYTHON), str(ROOT / "tools" / "worker.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, database, **task):
        """Give it a task on a database; it holds one at a time."""
        if self.database not in (None, database):
            self.leave()
        self.database = database
        self.say(json.dumps({"database": database, **task}))
        return self

    def leave(self):
        """Have it let go of its database."""
        self.say(json.dumps({"database": self.database, "leave": True}))
        self.database = None
        return self.hear()

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
        idle.append(self)
        return answer

    def is_at_work(self):
        """Whether it has neither answered nor ended."""
        return not select.select([self.process.stdout], [], [], 0)[0]

    def kill(self):
        """End it at whatever line it is."""
        self.process.kill()
        self.process.communicate()


@atexit.register
def end():
    """End who waits for a task."""
    while idle:
        idle.pop().kill()


def run(tool, database, *words):
    """Run a tool on a database; returns the lines it printed."""
    return free(database).ask(database, tool=[tool, *map(str, words)]).answer()


def prepare(tool, database, *words):
    """Have a tool fill a database anew; returns the lines it printed."""
    drop(database)
    return run(tool, database, *words)


def waiting_for_tasks():
    """Who waits, but for those whom another test ended: browsers take child processes along."""
    idle[:] = [worker for worker in idle if worker.process.poll() is None]
    return idle


def drop(database):
    """Drop the database; who worked on it lets go of it."""
    for worker in waiting_for_tasks():
        if worker.database == database:
            worker.leave()
    drop_database(database)


def free(database):
    """Who waits for a task, rather one who knows the database, or somebody new."""
    known = (worker for worker in waiting_for_tasks() if worker.database == database)
    if worker := next(known, None):
        idle.remove(worker)
        return worker
    return idle.pop() if idle else Worker()


def lanes(count, database, job):
    """Processes that begin with the same job."""
    return [worker.ask(database, job=job) for worker in [free(database) for _lane in range(count)]]


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
    workers = [free(database).ask(database, call=call) for call in calls]
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
