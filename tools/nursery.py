"""Load Odoo once and fork a worker for each socket that comes in: `nursery.py`, on a socket.

A worker has what takes seconds otherwise: Odoo's modules, and the registry of the database from
which those of the races are copied. It is answered with its process id, and does what worker.py
says on the socket.
"""

import contextlib
import gc
import os
import signal
import socket
import traceback

from copies import KEPT, ensure_kept
from environment import ADDON, locked, main, odoo_env
from worker import work


def nursery():
    load()
    signal.signal(signal.SIGCHLD, reap)
    with socket.socket(fileno=os.dup(0)) as door:
        while sockets := socket.recv_fds(door, 1, 1)[1]:
            pid = os.fork()
            if not pid:
                door.close()
                grow_up(*sockets)
            os.close(*sockets)
            door.send(str(pid).encode())


def load():
    """Import Odoo and read the registry; no connection and no thread is left of it."""
    ensure_kept()
    with locked(KEPT), odoo_env(KEPT, log_level="error") as env:
        registry = env.registry
    from odoo.sql_db import close_all
    from odoo.tools.translate import code_translations

    close_all()
    # what each of them would find out at its first record and its first term
    for model in registry.models.values():
        for field in model._fields.values():
            registry.get_field_trigger_tree(field)
    for module in (ADDON, "account"):
        code_translations.get_python_translations(module, "zh_CN")
    gc.freeze()  # pages that are not written to are shared


def reap(_signal, _frame):
    """Wait for who has ended; their time on the processor is added to this one's."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def grow_up(place):
    """Do the tasks of a socket, as if they came on standard input, and end."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.dup2(place, 0)
        os.dup2(place, 1)
        os.close(place)
        work()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    main(nursery)
