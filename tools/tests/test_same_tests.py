"""Odoo's test loader, which goes by imports, and pytest, which goes by paths, find the same."""

import subprocess

import pytest

from environment import CONF, PYTHON, ROOT, TEMPLATE, our_addons


@pytest.fixture(scope="module")
def collected():
    """All tests of our addons that pytest collects, as "module.Class.test"."""
    # to collect needs a database's name, not the database
    options = ("--collect-only", "-q", f"--odoo-config={CONF}", f"--odoo-database={TEMPLATE}")
    done = subprocess.run(
        [PYTHON, "-m", "pytest", *options, *our_addons()],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    lines = [line.split("::") for line in done.stdout.splitlines() if "::" in line]
    return [
        ".".join(("odoo.addons", *path.removesuffix(".py").split("/"), *names))
        for path, *names in lines
    ]


def loaded(addon):
    """All tests of an addon that Odoo's loader finds, as "module.Class.test"."""
    from odoo.tests.loader import get_module_test_cases, get_test_modules

    return [
        f"{test.__module__}.{type(test).__name__}.{test._testMethodName}"
        for module in get_test_modules(addon)
        for test in get_module_test_cases(module)
    ]


@pytest.mark.parametrize("addon", our_addons())
def test_both_find_each_test_once(collected, addon):
    found = sorted(loaded(addon))
    assert found, "a test that is in no file is found by nobody"
    assert found == sorted(name for name in collected if name.split(".")[2] == addon)
