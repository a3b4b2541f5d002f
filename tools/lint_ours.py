"""A pytest plugin that points Odoo's test_lint, which checks every addon there is, at ours."""

from pathlib import Path
from subprocess import CompletedProcess

import pytest

from environment import ROOT, our_addons
from lint import CORE_CODES, CORE_PLUGINS


@pytest.fixture(autouse=True)
def only_ours(request, monkeypatch, caplog):
    """Odoo's checks then see our addons alone; what they only warn about is a failure here."""
    from odoo.modules import Manifest

    import odoo.addons

    ours = [addon for addon in Manifest.all_addon_manifests() if addon.name in our_addons()]
    paths = [addon.path for addon in ours]
    assert {Path(path).parent for path in paths} == {ROOT}
    monkeypatch.setattr(Manifest, "all_addon_manifests", lambda: ours)
    if request.module.__name__.endswith("test_pylint"):
        # pylint has looked at the code already, for what this test asks as well
        monkeypatch.setattr("subprocess.run", asked_already)
    if request.module.__name__.endswith("test_markers"):
        # it walks Odoo and the folders of addons, and .work is in one of these
        monkeypatch.setattr(odoo, "__path__", [])
        monkeypatch.setattr(odoo.addons, "__path__", paths)
    yield
    warned = [record.getMessage() for record in caplog.records if "test_lint" in record.name]
    if warned:
        pytest.fail("\n".join(warned), pytrace=False)


def asked_already(command, **_options):
    """Stand in for the pylint that test_pylint starts: it passes if lint.py asks for the same."""
    asked = dict(word.split("=", 1) for word in command if word.startswith("--"))
    ours = {"--enable": CORE_CODES, "--load-plugins": CORE_PLUGINS}
    missing = {
        word.replace("sql-injection", "core-sql-injection").replace(SQL_CHECKER, "lint_core")
        for option in ours
        for word in asked[option].split(",")
    }.difference(*ours.values())
    return CompletedProcess(command, bool(missing), "", f"lint.py does not ask for {missing}")


SQL_CHECKER = "_odoo_checker_sql_injection"
