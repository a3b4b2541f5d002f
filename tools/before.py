"""A database of an earlier version: its demo month, loaded by that version's own tools.

Made once for a commit and kept as a dump below .work/before; what is asked for again is there.
"""

import filecmp
import os
import shutil
import subprocess

from environment import (
    CONF,
    ROOT,
    VENV,
    WORK,
    Problem,
    addons_path,
    database_exists,
    database_state,
    drop_database,
    locked,
    note_database_state,
    odoo,
    odoo_tree,
    quietly,
    run,
    step,
    write_conf,
)

REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")
# What brings the glue addons with it, each of which is upgraded and uninstalled too.
GLUED = ("hr_attendance", "stock")
ITS_DATABASE = "cs_demo"


class Before:
    """One earlier version: its tree, its configuration and its database in our cluster."""

    def __init__(self, commit):
        self.commit = full_name(commit)
        self.short = self.commit[:7]
        self.folder = WORK / "before" / self.short
        self.tree = self.folder / "tree"
        self.dump = self.folder / "demo.zip"
        self.conf = self.folder / "odoo.conf"
        self.database = f"cs_before_{self.short}"

    def ensure(self):
        """Have the database there, with the demo month and the glue addons."""
        with locked(f"before-{self.short}"):
            self.unpack()
            if not self.dump.is_file():
                self.make()
            addons = [*addons_path()[:-1], str(self.tree)]
            write_conf(self.conf, addons_path=",".join(addons))
            if database_state(self.database).get("commit") != self.commit:
                self.load()

    def unpack(self):
        """Its tree as it was committed; the packages are ours where it asks for the same."""
        if not self.tree.is_dir():
            part = self.folder / "part"
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir(parents=True)
            archive = self.folder / "tree.tar"
            quietly(["git", "-C", ROOT, "archive", "-o", archive, self.commit], "before-archive")
            quietly(["tar", "-xf", archive, "-C", part], "before-unpack")
            archive.unlink()
            part.rename(self.tree)
        own = self.tree / ".work"
        own.mkdir(exist_ok=True)
        if not (own / "venv").exists() and self.same_packages():
            (own / "venv").symlink_to(VENV)

    def same_packages(self):
        return all(
            (self.tree / name).is_file()
            and filecmp.cmp(ROOT / name, self.tree / name, shallow=False)
            for name in REQUIREMENTS
        )

    def make(self):
        """Load the demo month by its own `make demo`, in a cluster of its own, and dump it."""
        loaded = self.folder / "loaded"  # what took long is not done twice
        if loaded.is_file():
            self.ours(["python3", "tools/postgres.py", "start"], "starting its cluster")
        else:
            self.ours(["make", "demo"], "demo month")
            loaded.touch()
        own = self.tree / ".work"
        command = [own / "venv" / "bin" / "python", "-m", "odoo"]
        conf = ["-c", own / "odoo.conf"]
        server = [*command, "server", *conf, "-d", ITS_DATABASE, "--stop-after-init", "--no-http"]
        self.ours([*server, "-i", ",".join(GLUED)], f"installing {', '.join(GLUED)}")
        part = self.folder / "part.zip"
        self.ours([*command, "db", *conf, "dump", ITS_DATABASE, part], "dumping")
        part.rename(self.dump)
        self.ours(["python3", "tools/postgres.py", "remove"], "removing its cluster")

    def ours(self, command, title):
        """Run a command of the earlier version in its tree, with the Odoo of this checkout."""
        env = {**os.environ, "ODOO_HOME": str(odoo_tree()), "PYTHON": "python3"}
        # its compiled files would be taken for ours: the same names, other paths
        env["PYTHONPYCACHEPREFIX"] = str(self.folder / "pycache")
        name = f"before-{title.split()[0]}"
        run(f"version {self.short}: {title}", command, name, cwd=self.tree, env=env)

    def load(self):
        """The dump as a database of our cluster."""
        with step(f"database {self.database}, from the dump"):
            if database_exists(self.database):
                drop_database(self.database)
            quietly(odoo("db", "-c", CONF, "load", self.database, self.dump), "before-load")
        note_database_state(self.database, commit=self.commit)


def full_name(commit):
    """The whole name of a commit of this repository."""
    command = ["git", "-C", str(ROOT), "rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise Problem(f"there is no commit {commit} here; fetch it, or name another with ARGS=…")
    return done.stdout.strip()
