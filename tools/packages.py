"""Install the Debian packages that are missing, and nothing else."""

import ctypes.util
import importlib.util
import os
import shutil
import tempfile
from pathlib import Path

from environment import Problem, main, quietly, step

# package -> whether what we need of it is there, from whatever source
NEEDED = {
    "postgresql": lambda: any(Path("/usr/lib/postgresql").glob("*/bin/postgres")),
    "postgresql-client": lambda: shutil.which("psql"),
    "chromium": lambda: shutil.which("chromium") or shutil.which("google-chrome"),
    "wkhtmltopdf": lambda: shutil.which("wkhtmltopdf"),
    "poppler-utils": lambda: shutil.which("pdftotext"),
    "fonts-noto-cjk": lambda: any(Path("/usr/share/fonts").rglob("NotoSansCJK-Regular.*")),
    "libmagic1": lambda: ctypes.util.find_library("magic"),
    "python3-venv": lambda: importlib.util.find_spec("ensurepip"),
}
# Installing the server makes and starts a cluster for the whole machine, unless a file says no.
UNREACHED = "Is Debian's mirror reached?"
CREATECLUSTER = Path("/etc/postgresql-common/createcluster.d/convenience-service.conf")


def missing():
    return [package for package, there in NEEDED.items() if not there()]


def install_missing():
    packages = missing()
    if not packages:
        return
    with step(f"installing Debian packages: {' '.join(packages)}"):
        if not shutil.which("apt-get"):
            raise Problem(f"there is no apt-get here; install by hand: {' '.join(packages)}")
        update()
        words = ("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y")
        command = as_root(*words, "--no-install-recommends", *packages)
        if "postgresql" in packages:
            without_cluster(command)
        else:
            quietly(command, "apt-install")
    if missing():
        raise Problem(f"still missing after apt-get install: {' '.join(missing())}")


def update():
    """Fetch the lists of packages anew."""
    quietly(as_root("apt-get", "update"), "apt-update", UNREACHED)


def without_cluster(command):
    with tempfile.NamedTemporaryFile("w", suffix=".conf") as file:
        file.write("create_main_cluster = off\n")
        file.flush()
        quietly(as_root("install", "-D", "-m", "644", file.name, CREATECLUSTER), "apt-install")
        try:
            quietly(command, "apt-install")
        finally:
            quietly(as_root("rm", CREATECLUSTER), "apt-cleanup")


def as_root(*command):
    if os.geteuid() == 0:
        return command
    if not shutil.which("sudo"):
        names = " ".join(missing()) or "nothing, but apt-get update"
        raise Problem(f"not root and no sudo; as root, install {names}")
    return ("sudo", *command)


if __name__ == "__main__":
    main(install_missing)
