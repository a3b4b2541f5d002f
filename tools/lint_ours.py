"""A pytest plugin that points Odoo's test_lint, which checks every addon there is, at ours."""

from pathlib import Path
from unittest.mock import PropertyMock, patch

import pytest

from environment import ROOT, our_addons


@pytest.fixture(autouse=True)
def only_ours(caplog):
    """Odoo's checks then see our addons alone; what they only warn about is a failure here."""
    from odoo.modules import Manifest
    from odoo.tools import config

    ours = [addon for addon in Manifest.all_addon_manifests() if addon.name in our_addons()]
    assert {Path(addon.path).parent for addon in ours} == {ROOT}
    with (
        patch.object(Manifest, "all_addon_manifests", staticmethod(lambda: ours)),
        # test_pylint takes the whole of Odoo from here
        patch.object(type(config), "root_path", PropertyMock(return_value=ours[0].path)),
    ):
        yield
    warned = [record.getMessage() for record in caplog.records if "test_lint" in record.name]
    if warned:
        pytest.fail("\n".join(warned), pytrace=False)
