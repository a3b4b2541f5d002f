"""Bring this checkout to where demo, tests and server can run; finished steps are not repeated.

`set_up.py code` stops where the code can be read: packages and Odoo's tree, no database.
"""

import hashlib
import sys
from concurrent.futures import ThreadPoolExecutor

import postgres
from environment import (
    CONF,
    DATA,
    PYTHON,
    ROOT,
    TEMPLATE,
    VENV,
    database_state,
    drop_database,
    locked,
    main,
    note_database_state,
    odoo,
    odoo_tree,
    quietly,
    step,
    write_conf,
    write_if_changed,
)
from get_odoo import get_odoo
from packages import install_missing

REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")
# What our addons depend on: to copy a database that has them takes seconds, to install a minute.
TEMPLATE_MODULES = "account,hr_hourly_cost,rating,l10n_cn"
LANGUAGES = "zh_CN,en_US"


def set_up():
    with locked("packages"):
        install_missing()
        # downloads and disk: each waits for something else
        with ThreadPoolExecutor() as pool:
            begun = [pool.submit(get_odoo), pool.submit(postgres.start)]
            make_venv()
        for each in begun:
            each.result()
        DATA.mkdir(exist_ok=True)
        write_conf()
    if sys.argv[1:] != ["code"]:
        with locked("set-up"):
            make_template()


def make_venv():
    """A virtual environment with the pinned packages; Odoo's tree is on its path."""
    digest = hashlib.sha256(sys.version.encode())
    for name in REQUIREMENTS:
        digest.update((ROOT / name).read_bytes())
    stamp = VENV / "installed"
    if not stamp.is_file() or stamp.read_text() != digest.hexdigest():
        with step("Python packages"):
            quietly([sys.executable, "-m", "venv", "--clear", VENV], "venv")
            files = [word for name in REQUIREMENTS for word in ("-r", ROOT / name)]
            # all of them are pinned, and Python compiles what is used of them
            options = ("--disable-pip-version-check", "--no-deps", "--no-compile")
            pip = [PYTHON, "-m", "pip", "install", *options, *files]
            quietly(pip, "pip", "Is the index of Python packages reached?")
        stamp.write_text(digest.hexdigest())
    site = VENV / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"
    write_if_changed(site / "odoo.pth", f"{odoo_tree()}\n")


def make_template():
    """The database that all others are copied from."""
    wanted = {
        "odoo": str(odoo_tree()),
        "modules": TEMPLATE_MODULES,
        "languages": LANGUAGES,
    }
    if database_state(TEMPLATE) == wanted:
        return
    with step(f"template database {TEMPLATE} ({TEMPLATE_MODULES}; {LANGUAGES})"):
        drop_database(TEMPLATE)
        words = ("-i", TEMPLATE_MODULES, f"--load-language={LANGUAGES}")
        end = ("--stop-after-init", "--no-http")
        quietly(odoo("server", "-c", CONF, "-d", TEMPLATE, *words, *end), "template")
    note_database_state(TEMPLATE, **wanted)


if __name__ == "__main__":
    main(set_up)
