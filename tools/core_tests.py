"""Odoo's own tests with our addon installed; fails for what passes without it.

`core_tests.py [MODULE | MODULE/tests/test_x.py[::Class[::test]] …]`; without arguments those of
`MODULES`. On an English database without demo data and with a registry that is loaded to the end,
so that tests which Odoo runs while it installs meet our fields as well. What fails is run again on
a database that has the same modules but ours; the run with ours is spread over two lanes.
"""

import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

from environment import (
    ADDON,
    CONF,
    LOGS,
    PYTHON,
    WORK,
    Problem,
    addons_path,
    change_modules,
    copy_database,
    database_state,
    drop_database,
    locked,
    main,
    note_database_state,
    odoo,
    odoo_tree,
    quietly,
    step,
)
from run_tests import check_browser

# The apps whose models we extend, and of base what is about partners.
MODULES = {
    "account": "test_*.py",
    "product": "test_*.py",
    "hr": "test_*.py",
    "portal": "test_*.py",
    "mail": "test_*.py",
    "base": "test_res_partner*.py",
}
ENGLISH = "cs_core"  # what our addon depends on, and nothing of ours
DEPENDS = "account,hr_hourly_cost,rating"
WITHOUT = "cs_core_without"
LANES = 2
# Functions are no tests but programs of Odoo's that test a whole server.
OPTIONS = ("-p", "no:cacheprovider", "-o", "python_functions=none")


def core_tests():
    check_browser()
    tests = chosen(sys.argv[1:]) or [test for name in MODULES for test in chosen([name])]
    with locked("core-tests"):
        make_databases()
        with step(f"Odoo's own tests, with {ADDON}: {len(tests)} files or tests"):
            found = run_lanes(tests)
        failed = sorted(name for name, result in found.items() if result == "failed")
        tell(found, failed)
        judge(failed, compare(failed) if failed else {})


def chosen(words):
    """Return the paths that the words name, [] if there are none."""
    return [path for word in words for path in paths(word)]


def paths(word):
    path, _colons, narrower = word.partition("::")
    module, _slash, rest = path.partition("/")
    if rest:
        found = [tests_of(module).parent / rest]
    else:
        found = sorted(tests_of(module).rglob(MODULES.get(module, "test_*.py")))
    if not found or not all(file.exists() for file in found):
        raise Problem(f"Odoo has no tests by the name of {word}.")
    return [f"{file}::{narrower}" if narrower else str(file) for file in found]


def tests_of(module):
    """The folder of a module's tests; base lies beside the package's own code."""
    folders = [*map(Path, addons_path()), odoo_tree() / "odoo" / "addons"]
    found = (folder / module / "tests" for folder in folders)
    return next((folder for folder in found if folder.is_dir()), folders[0] / module / "tests")


# Databases


def make_databases():
    """The English template, each lane's copy with our addon, and one without."""
    wanted = {"odoo": str(odoo_tree()), "modules": DEPENDS}
    if not wanted.items() <= database_state(ENGLISH).items():
        with step(f"template database {ENGLISH} ({DEPENDS}; English)"):
            drop_database(ENGLISH)
            words = ("-i", DEPENDS, "--stop-after-init", "--no-http")
            quietly(odoo("server", "-c", CONF, "-d", ENGLISH, *words), "core-template")
        note_database_state(ENGLISH, **wanted)
    copy_database(ENGLISH, WITHOUT)
    copy_database(ENGLISH, lane_database(0))
    change_modules("installing", lane_database(0), (ADDON,), "-i")
    for lane in range(1, LANES):
        copy_database(lane_database(0), lane_database(lane))


def lane_database(lane):
    return f"cs_core_with_{lane + 1}"


# Runs


def run_lanes(tests):
    """Run the tests in lanes, the first file of each module first; {test: how it ended}."""
    shares = [tests[lane::LANES] for lane in range(LANES)]
    with ThreadPoolExecutor(LANES) as pool:
        results = pool.map(run_tests, map(lane_database, range(LANES)), filter(None, shares))
    return {name: result for lane in results for name, result in lane.items()}


def run_tests(database, tests):
    """Run the tests on the database; {test: passed, failed or skipped}."""
    report, log = WORK / f"{database}.xml", LOGS / f"{database}-tests.log"
    report.unlink(missing_ok=True)
    command = [PYTHON, "-m", "pytest", f"--odoo-database={database}", f"--odoo-config={CONF}"]
    command += ["--odoo-http", "-q", "--tb=short", f"--junitxml={report}", *tests]
    with log.open("w", encoding="utf-8") as output:
        # from /: this checkout's settings of pytest are not for Odoo's tests
        subprocess.run(
            [*map(str, command), *OPTIONS],
            cwd="/",
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    if not report.is_file():
        raise Problem(f"pytest ended without a report of the run, see {log}.")
    found = results(report)
    if not found:
        raise Problem(f"no test ran, see {log}.")
    return found


def results(report):
    found = {}
    for case in ElementTree.parse(report).iter("testcase"):
        name = f"{case.get('classname')}::{case.get('name')}"
        if case.find("failure") is not None or case.find("error") is not None:
            found[name] = "failed"
        elif case.find("skipped") is not None:
            found.setdefault(name, "skipped")
        else:
            found.setdefault(name, "passed")
    return found


# The comparison


def compare(failed):
    """Run what failed once more by itself, without ours and with; {test: (without, with)}."""
    tests = [node(name) for name in failed]
    with step(f"the {len(failed)} that failed, without {ADDON}"):
        without = run_tests(WITHOUT, tests)
    suspects = [name for name in failed if without.get(name) != "failed"]
    again = {}
    if suspects:
        with step(f"the {len(suspects)} that passed without, once more with {ADDON}"):
            again = run_tests(lane_database(0), [node(name) for name in suspects])
    return {name: (without.get(name), again.get(name, "failed")) for name in failed}


def node(name):
    """The path of a test by its name in the report: …addons.x.tests.test_y.Class::test."""
    dotted, test = name.split("::")
    *folders, file, cls = dotted.rpartition(".tests.")[2].split(".")
    return f"{tests_of(module_of(name)).joinpath(*folders, file)}.py::{cls}::{test}"


def module_of(name):
    return name.rpartition(".tests.")[0].rpartition(".")[2]


def tell(found, failed):
    counts = Counter(found.values())
    print("   " + ", ".join(f"{counts[key]} {key}" for key in ("passed", "failed", "skipped")))
    modules = Counter(map(module_of, found))
    print("   " + ", ".join(f"{module} {count}" for module, count in modules.items()))


def judge(failed, compared):
    """Print what failed and raise for what fails only with our addon."""
    ours = []
    for name in failed:
        without, again = compared[name]
        if without == "failed":
            remark = "fails without the addon too"
        elif again == "failed":
            remark = "FAILS ONLY WITH THE ADDON"
            ours.append(name)
        else:
            remark = "passed with the addon when run by itself"
        print(f"   {name}: {remark}")
    if ours:
        raise Problem(f"{len(ours)} of Odoo's own tests fail only with {ADDON}.")
    print("none fails that does not fail without the addon")


if __name__ == "__main__":
    main(core_tests)
