"""A PostgreSQL cluster of this checkout's own, on a socket: `postgres.py start|stop|remove`."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from environment import CLUSTER, DB_USER, ROOT, WORK, Problem, main, quietly, step

SETTINGS = {
    "listen_addresses": "''",
    "port": 5432,
    "unix_socket_permissions": "0700",
    "shared_buffers": "512MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    # A crash may lose the last moments of a demo; it cannot damage the database, unless the machine
    # crashes while tests run (run_tests.py).
    "synchronous_commit": "off",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
}


def as_owner(*command):
    """The command as the user who owns the cluster: PostgreSQL refuses to run as root."""
    root = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    return [*root, *(str(word) for word in command)]


def succeeds(*command):
    """Whether the owner can run the command; from /, as this folder may be closed to that user."""
    return not subprocess.run(as_owner(*command), cwd="/", capture_output=True).returncode


def program(name):
    """A server program, of the version that made the data if there is some."""
    version = CLUSTER / "data" / "PG_VERSION"
    wanted = version.read_text().strip() if version.is_file() else "*"
    found = sorted(
        Path("/usr/lib/postgresql").glob(f"{wanted}/bin/{name}"),
        key=lambda path: int(path.parts[-3]),
    )
    if not found:
        raise Problem(f"PostgreSQL {wanted} is not installed (make clean drops an old one's data).")
    return found[-1]


def elsewhere():
    """The folder for a checkout that the owner cannot reach or whose path a socket cannot have."""
    key = hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
    return Path("/var/tmp") / f"convenience-service-{key}"


def choose_folder():
    """Make the cluster's folder: .work/postgres, or a link from there to one below /var/tmp."""
    if CLUSTER.exists():
        return
    remove()  # what an earlier checkout at this path left behind
    fits = len(str(CLUSTER / ".s.PGSQL.5432")) <= 100
    reached = succeeds("test", "-x", WORK)
    folder = CLUSTER if fits and reached else elsewhere()
    # exist_ok is not set: a folder that somebody else put there is not to be trusted
    folder.mkdir(mode=0o700)
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    if folder != CLUSTER:
        CLUSTER.symlink_to(folder)


def running():
    if not (CLUSTER / "data" / "PG_VERSION").is_file():
        return False
    return succeeds(program("pg_ctl"), "status", "-D", CLUSTER.resolve() / "data")


def start():
    """Make the cluster if there is none, start it if it does not run."""
    choose_folder()
    folder = CLUSTER.resolve()
    data = folder / "data"
    if not (folder / "made").exists():
        with step(f"PostgreSQL cluster in {folder}"):
            initialise(folder, data)
    if not running():
        with step("starting PostgreSQL"):
            log = folder / "log"
            command = (program("pg_ctl"), "start", "-w", "-t", "120", "-D", data, "-l", log)
            quietly(as_owner(*command), "postgres-start", f"See {log}.", cwd="/")


def initialise(folder, data):
    # One interrupted half way is begun again: `made` is written last.
    shutil.rmtree(data, ignore_errors=True)
    # Whoever can open the 0700 folder is the owner or root, so no password.
    options = ("--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust", "-U", DB_USER)
    quietly(as_owner(program("initdb"), "-D", data, *options), "postgres-initdb", cwd="/")
    settings = {**SETTINGS, "unix_socket_directories": f"'{folder}'"}
    with (data / "postgresql.conf").open("a") as file:
        file.writelines(f"{name} = {value}\n" for name, value in settings.items())
    (folder / "made").touch()


def stop():
    """Stop the cluster if it runs."""
    if CLUSTER.exists() and running():
        with step("stopping PostgreSQL"):
            stop_data(CLUSTER.resolve() / "data")


def stop_data(data):
    version = (data / "PG_VERSION").read_text().strip()
    pg_ctl = f"/usr/lib/postgresql/{version}/bin/pg_ctl"
    subprocess.run(as_owner(pg_ctl, "stop", "-m", "fast", "-D", data), cwd="/", capture_output=True)


def remove():
    """Stop the cluster and delete it, wherever it is."""
    for folder in (CLUSTER, elsewhere()):
        if (folder / "data" / "PG_VERSION").is_file():
            stop_data(folder.resolve() / "data")
        if folder.is_symlink():
            folder.unlink()
        elif folder.exists():
            shutil.rmtree(folder)


if __name__ == "__main__":
    commands = {"start": start, "stop": stop, "remove": remove}
    if sys.argv[1:2] == [] or sys.argv[1] not in commands:
        sys.exit(__doc__)
    main(commands[sys.argv[1]])
