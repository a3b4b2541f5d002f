"""Check the code: ruff, pylint-odoo, the log of a fresh installation, and Odoo's own test_lint.

`lint.py code` does what needs no database, `lint.py installed` the rest.
"""

import os
import subprocess
import sys
from pathlib import Path

from environment import (
    ADDON_INSTALLED,
    ALL_INSTALLED,
    CONF,
    LOGS,
    PYTHON,
    ROOT,
    VENV,
    Problem,
    addons_path,
    complaints,
    copy_database,
    ensure_installed,
    main,
    odoo_tree,
    our_addons,
    step,
)

DATABASE = "cs_lint"  # a copy, as nothing can be copied from what somebody looks at
# Tests of test_lint itself, and the one that needs eslint, a program of Node's that Debian 12 has
# only in a version too old for today's JavaScript.
LEFT_OUT = ("test_checkers.py", "test_eslint.py")
# What test_lint has pylint look for; here it looks for it with the rest, and lint_ours sees to it
# that the list is complete. `core-sql-injection`: see lint_core.
CORE_CODES = (
    *("used-before-assignment", "undefined-variable", "eval-used", "unreachable"),
    *("function-redefined", "core-sql-injection", "missing-gettext", "gettext-variable"),
    *("gettext-placeholders", "gettext-repr", "raise-unlink-override"),
)
CORE_PLUGINS = (
    *("_pylint_path_setup", "pylint.extensions.bad_builtin", "lint_core"),
    *("_odoo_checker_gettext", "_odoo_checker_unlink_override"),
)


def lint():
    parts = sys.argv[1:] or CHECKS
    checks = {name: check for part in parts for name, check in CHECKS[part].items()}
    failed = [name for name, check in checks.items() if not check()]
    if failed:
        raise Problem(f"not clean: {', '.join(failed)}")


def ruff():
    with step("ruff"):
        command = (VENV / "bin" / "ruff", "check", "--no-cache", "--output-format=concise")
        return passes(*command, *our_addons(), "tools")


def pylint():
    with step("pylint: pylint-odoo's mandatory set and Odoo's own checks"):
        options = (
            f"--load-plugins={','.join(('pylint_odoo', *CORE_PLUGINS))}",
            f"--enable={','.join(CORE_CODES)}",
            "--bad-functions=input",
            "--deprecated-modules=csv,urllib,cgi,pdb,ipdb,pudb,wdb,debugpy",
        )
        return passes(PYTHON, "-m", "pylint", *options, *our_addons())


def installation():
    """Odoo warns on installation of much that no test sees: views, labels, access, indexes."""
    ensure_installed(our_addons(), anew=True)
    with step("the logs of the installation"):
        logs = [LOGS / f"{name}-install.log" for name in (ADDON_INSTALLED, ALL_INSTALLED)]
        warned = [line for log in logs for line in complaints(log)]
        print("".join(f"{line}\n" for line in warned), end="")
        return not warned


def test_lint():
    with step("Odoo's test_lint"):
        copy_database(ALL_INSTALLED, DATABASE)
        # importlib: otherwise pytest puts the addons' folder on the path, where Odoo's `calendar`
        # hides Python's from the pylint that test_lint starts
        options = ("-p", "lint_ours", "--import-mode=importlib", "--odoo-log-level=warn")
        brief = ("-q", "--tb=short")
        place = (f"--rootdir={ROOT}", "-c", ROOT / "pyproject.toml")
        database = (f"--odoo-database={DATABASE}", f"--odoo-config={CONF}")
        words = (*options, *brief, *place, *database, *test_lint_files())
        return passes(PYTHON, "-m", "pytest", *words)


def test_lint_files():
    paths = sorted(test_lint_folder().glob("test_*.py"))
    return [path for path in paths if path.name not in LEFT_OUT]


def test_lint_folder():
    for folder in addons_path():
        tests = Path(folder) / "test_lint" / "tests"
        if tests.is_dir():
            return tests
    raise Problem("this Odoo has no addon test_lint; use a tree that has it (ODOO_HOME).")


def passes(*command):
    # pytest finds lint_ours in tools, test_lint finds pylint among the programs of the environment
    path = f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}"
    folders = (ROOT / "tools", test_lint_folder(), odoo_tree())
    environment = {
        **os.environ,
        "PATH": path,
        "PYTHONPATH": os.pathsep.join(map(str, folders)),
        "ADDONS_PATH": os.pathsep.join(addons_path()),
    }
    return not subprocess.run([str(x) for x in command], cwd=ROOT, env=environment).returncode


CHECKS = {
    "code": {"ruff": ruff, "pylint-odoo": pylint},
    "installed": {"installation": installation, "test_lint": test_lint},
}

if __name__ == "__main__":
    main(lint)
