"""Processes that work on a database side by side, for the tests of races.

They are forked from a server that has loaded the code, which takes each of them seconds
otherwise; what they know of the database each reads for itself.
"""

import importlib
import multiprocessing
import socket
import sys
import time

from environment import drop_database

SECONDS = 300  # what a call or a lane may take on a busy machine

context = multiprocessing.get_context("forkserver")
context.set_forkserver_preload(["loaded"])


def run(tool, words, channel):
    """In the new process: run a tool, with its standard input and output on a socket."""
    sys.argv = [tool, *words]
    sys.stdin = sys.stdout = channel.makefile("rw", encoding="utf-8")
    function = getattr(importlib.import_module(tool), tool)
    try:
        function()
    finally:
        sys.stdout.flush()


class Started:
    """A tool that runs in a process of its own."""

    def __init__(self, tool, *words):
        ours, theirs = socket.socketpair()
        ours.settimeout(SECONDS)
        self.output = ours.makefile("rw", encoding="utf-8")
        arguments = (tool, [str(word) for word in words], theirs)
        self.process = context.Process(target=run, args=arguments)
        self.process.start()
        ours.close()
        theirs.close()

    def kill(self):
        """End it at whatever line it is."""
        self.process.kill()
        self.process.join()

    def is_running(self):
        return self.process.exitcode is None

    def wait(self):
        """Wait for its end; returns its exit code."""
        self.process.join(SECONDS)
        return self.process.exitcode

    def answer(self):
        """Wait for its end; returns what it printed."""
        with self.output:
            printed = self.output.read()
        assert self.wait() == 0, printed
        return printed.strip()

    def when_ready(self):
        """Wait until it stands before its call."""
        assert self.output.readline() == "ready\n"
        return self

    def let_go(self):
        self.output.write("\n")
        self.output.flush()


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
