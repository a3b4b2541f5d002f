"""Fetch Odoo 19 from Debian and unpack it below .work, unless ODOO_HOME names a tree."""

import os
import shutil
import subprocess
from pathlib import Path

from environment import WORK, Problem, main, odoo_tree, quietly, step
from packages import UNREACHED, update

SUITE = "unstable"  # the only one that has it
PACKAGE = "odoo-19"
# Odoo's package links to files of these; without them every web page answers 500.
LINKED = (
    "libjs-jquery",
    "libjs-underscore",
    "libjs-jquery-form",
    "fonts-font-awesome",
    "fonts-roboto-unhinted",
    "fonts-inconsolata",
    "fonts-ocr-b",
)
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
USE_OWN = "If it cannot be had, set ODOO_HOME to an Odoo 19 tree of your own."


def get_odoo():
    prefix = WORK / "odoo"
    if not os.environ.get("ODOO_HOME") and not prefix.exists():
        # renamed when whole, so that a broken download is not taken for Odoo
        part = WORK / "odoo.part"
        shutil.rmtree(part, ignore_errors=True)
        (part / "apt").mkdir(parents=True)
        with step(f"downloading Odoo 19 ({PACKAGE}, 123 MB)"):
            download(part / "apt")
        with step("unpacking Odoo 19 (1.2 GB)"):
            for package in sorted((part / "apt").glob("*.deb")):
                quietly(["dpkg-deb", "-x", package, part], "odoo-unpack")
            add_stub(part)
            shutil.rmtree(part / "apt")
            part.rename(prefix)
    check(odoo_tree())


def debian_mirror():
    """The address and release of this machine's own Debian packages."""
    if not shutil.which("apt-get"):
        raise Problem(f"there is no apt-get here, and Odoo comes from Debian. {USE_OWN}")
    if not debian_sources():
        update()  # apt tells Debian's sources from others by what it has fetched from them
    for address, release, component in debian_sources():
        if component == "main" and "-" not in release:  # not -updates or -backports
            return address, release
    raise Problem(f"apt has no Debian mirror among its sources. {USE_OWN}")


def debian_sources():
    fields = ("apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)")
    chosen = ("Created-By: Packages", "Origin: Debian", "Label: Debian")
    listed = subprocess.run([*fields, *chosen], capture_output=True, text=True).stdout
    return [line.split() for line in listed.splitlines()]


def download(folder):
    """Download the packages with lists and cache of our own: the machine's apt stays as it is."""
    if not Path(KEYRING).is_file():
        raise Problem(f"{KEYRING} is missing (package debian-archive-keyring). {USE_OWN}")
    address, release = debian_mirror()
    sources = folder / "sources.list"
    sources.write_text(
        "".join(f"deb [signed-by={KEYRING}] {address} {suite} main\n" for suite in (SUITE, release))
    )
    for name in ("lists/partial", "cache/archives/partial"):
        (folder / name).mkdir(parents=True)
    options = {
        "Dir::Etc::sourcelist": sources,
        "Dir::Etc::sourceparts": "/nonexistent",
        "Dir::State::Lists": folder / "lists",
        "Dir::Cache": folder / "cache",
        # apt's own unprivileged user may not reach our folder
        "APT::Sandbox::User": "root",
    }
    apt = ["apt-get", *(word for item in options.items() for word in ("-o", "{}={}".format(*item)))]
    quietly([*apt, "update"], "odoo-update", f"{UNREACHED} {USE_OWN}")
    wanted = [f"{PACKAGE}/{SUITE}", *(f"{package}/{release}" for package in LINKED)]
    gone = f"Debian {SUITE} may no longer have {PACKAGE}. {USE_OWN}"
    quietly([*apt, "download", *wanted], "odoo-download", gone, cwd=folder)


def add_stub(prefix):
    """The package leaves this script out; a missing one logs an error that fails every tour."""
    addons = prefix / "usr/lib/python3/dist-packages/odoo/addons"
    stub = addons / "mail/static/lib/selfie_segmentation/selfie_segmentation.js"
    if not stub.exists():
        stub.parent.mkdir(parents=True, exist_ok=True)
        stub.touch()


def check(tree):
    """Refuse another version before it fails in some odd way."""
    release = {}
    path = tree / "odoo" / "release.py"
    if not path.is_file():
        raise Problem(f"{path} is missing; make clean, then try again. {USE_OWN}")
    exec(path.read_text(encoding="utf-8"), release)
    if release["version_info"][0] != 19:
        raise Problem(f"{tree} holds Odoo {release['version']}; this needs Odoo 19. {USE_OWN}")


if __name__ == "__main__":
    main(get_odoo)
