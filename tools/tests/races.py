"""Processes that work on a database side by side, for the tests of races.

They are forked from one that has loaded Odoo. Who has done its task waits for the next one on its
database.
"""

import json
import os
import select
import signal
import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress

import psycopg2

from environment import CLUSTER, DB_USER, PYTHON, ROOT, drop_database

SECONDS = 300  # what a part that is committed may take on a busy machine

nurseries, workers, left = [], [], set()


class Nursery:
    """A process that has Odoo loaded and forks workers."""

    def __init__(self):
        self.door, theirs = socket.socketpair()
        command = [PYTHON, ROOT / "tools" / "nursery.py"]
        with theirs:
            self.process = subprocess.Popen(command, stdin=theirs, stdout=subprocess.DEVNULL)

    def fork(self):
        """Return the socket of a new process, and a handle that is of no other one."""
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self.door, [b"w"], [theirs.fileno()])
        pid = self.door.recv(20)
        assert pid, "Odoo could not be loaded"
        return ours, os.pidfd_open(int(pid))

    def end(self):
        """Have it end: there is nobody left to fork."""
        self.door.close()
        self.process.wait()


def nursery():
    """The nursery; a new one if another test ended it: browsers take child processes along."""
    if nurseries and nurseries[0].process.poll() is not None:
        nurseries.pop().end()
    if not nurseries:
        nurseries.append(Nursery())
    return nurseries[0]


class Worker:
    """A process that does one task after the other on a database."""

    def __init__(self, database):
        self.database, self.is_idle = database, False
        self.socket, self.process = nursery().fork()
        self.lines = self.socket.makefile("rw", encoding="utf-8")
        workers.append(self)

    def ask(self, **task):
        """Give it a task; it holds one at a time."""
        self.say(json.dumps({"database": self.database, **task}))
        return self

    def say(self, line=""):
        self.lines.write(f"{line}\n")
        self.lines.flush()

    def hear(self):
        """Wait for what it says next."""
        line = self.lines.readline()
        assert line, "the process ended in the middle of its task"
        return json.loads(line)

    def answer(self):
        """Wait for the end of its task; it is free for another one then."""
        answer = self.hear()
        self.is_idle = True
        return answer

    def is_at_work(self):
        """Whether it has neither answered nor ended."""
        return not readable(self.socket)

    def kill(self):
        """End it at whatever line it is; nothing happens if another test ended it."""
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.process, signal.SIGKILL)
        select.select([self.process], [], [])
        os.close(self.process)
        self.socket.close()
        workers.remove(self)


def readable(file):
    return bool(select.select([file], [], [], 0)[0])


def prepare(tool, database, *words):
    """Have a tool fill a database anew; returns the lines it printed."""
    drop_database(database)
    return run(tool, database, *words)


def run(tool, database, *words):
    """Run a tool on a database; returns the lines it printed."""
    return free(database).ask(tool=[tool, *map(str, words)]).answer()


def leave(database):
    """End who works on a database, which goes when all tests are done.

    File systems are slow to make files where many were deleted a moment ago, and the next test is
    about to make thousands of them.
    """
    for worker in [worker for worker in workers if worker.database == database]:
        worker.kill()
    left.add(database)


def end():
    """Drop what was left, and end all processes."""
    while workers:
        workers[0].kill()
    if not os.environ.get("CI"):  # there the whole checkout goes
        with ThreadPoolExecutor() as pool:  # each waits for the disk
            list(pool.map(drop_database, left))
    left.clear()
    while nurseries:
        nurseries.pop().end()


def free(database):
    """Who waits for a task on the database, or somebody new."""
    for worker in [worker for worker in workers if readable(worker.process)]:
        worker.kill()  # another test ended it
    known = (worker for worker in workers if worker.database == database and worker.is_idle)
    worker = next(known, None) or Worker(database)
    worker.is_idle = False
    return worker


def lanes(count, database, *job):
    """Processes that begin with the same job: its name, and what it is called with."""
    return [worker.ask(job=job) for worker in [free(database) for _lane in range(count)]]


def finish(workers):
    """All of them come to a good end."""
    assert [worker.answer() for worker in workers] == ["done"] * len(workers)


def kill_when(worker, query):
    """Kill a lane once the query counts a part that it has committed, long before the end."""
    deadline = time.monotonic() + SECONDS
    server = {"host": str(CLUSTER.resolve()), "port": 5432, "user": DB_USER}
    with closing(psycopg2.connect(dbname=worker.database, **server)) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        while time.monotonic() < deadline and worker.is_at_work():
            cursor.execute(query)
            if cursor.fetchone()[0]:
                return worker.kill()
            time.sleep(0.01)
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
