"""A pytest plugin that points Odoo's test_lint, which checks every addon there is, at ours."""

from pathlib import Path
from unittest.mock import PropertyMock

import pytest

from environment import ROOT, our_addons


@pytest.fixture(autouse=True)
def only_ours(request, monkeypatch, caplog):
    """Odoo's checks then see our addons alone; what they only warn about is a failure here."""
    from odoo.modules import Manifest
    from odoo.tools import config

    import odoo.addons

    ours = [addon for addon in Manifest.all_addon_manifests() if addon.name in our_addons()]
    paths = [addon.path for addon in ours]
    assert {Path(path).parent for path in paths} == {ROOT}
    monkeypatch.setattr(Manifest, "all_addon_manifests", lambda: ours)
    if request.module.__name__.endswith("test_pylint"):
        # it takes the whole of Odoo from here
        monkeypatch.setattr(type(config), "root_path", PropertyMock(return_value=paths[0]))
    if request.module.__name__.endswith("test_markers"):
        # it walks Odoo and the folders of addons, and .work is in one of these
        monkeypatch.setattr(odoo, "__path__", [])
        monkeypatch.setattr(odoo.addons, "__path__", paths)
    yield
    warned = [record.getMessage() for record in caplog.records if "test_lint" in record.name]
    if warned:
        pytest.fail("\n".join(warned), pytrace=False)
