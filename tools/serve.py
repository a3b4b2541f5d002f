"""Serve the demo database on a web address, until Ctrl-C."""

import os
import subprocess

import demo
from environment import (
    LOGS,
    PYTHON,
    Problem,
    ensure_database,
    main,
    odoo_server,
)

DATABASE = "cs_demo"


def serve():
    """PORT is the port to take if it is free; the scheduled jobs run as in a real server."""
    load()
    port = int(os.environ.get("PORT", 8069))
    with odoo_server(DATABASE, port, "--max-cron-threads=1") as (url, process):
        print(f"\n{url}\n")
        width = max(len(login) for login, _password, _role in demo.LOGINS)
        for login, password, role in demo.LOGINS:
            print(f"  {login:{width}}  {password:{width}}  {role}")
        print("\nCtrl-C stops it.", flush=True)
        process.wait()
        raise Problem(f"the server ended by itself, see {LOGS / f'{DATABASE}-server.log'}.")


def load():
    """Run the demo first, unless it has run on this database."""
    made = ensure_database(DATABASE)
    if made or not demo.is_loaded():
        if subprocess.run([PYTHON, demo.__file__]).returncode:
            raise Problem("the demo failed, so there is nothing to serve.")


if __name__ == "__main__":
    main(serve)
