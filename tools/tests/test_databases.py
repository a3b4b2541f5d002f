"""What a changed file asks of the databases: nothing, an update, or a new installation."""

import pytest

import environment
from environment import ADDON, addons_fingerprint

FILES = {
    "__manifest__.py": "{}",
    "models/till.py": "limit = 1",
    "views/till_views.xml": "<odoo/>",
    "security/ir.model.access.csv": "id",
    "data/till_data.xml": '<odoo noupdate="1"/>',
    "i18n/zh_CN.po": "",
    "tests/test_till.py": "",
    "tests/cash/test_receipt.py": "",
    "static/tests/tours/till.js": "",
}


@pytest.fixture
def addon(tmp_path, monkeypatch):
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    for name, content in FILES.items():
        path = tmp_path / ADDON / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return tmp_path / ADDON


def changed(change):
    """The kinds of fingerprint that differ after the change."""
    before = addons_fingerprint([ADDON])
    change()
    after = addons_fingerprint([ADDON])
    return {kind for kind in after if after[kind] != before[kind]}


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("models/till.py", {"update"}),
        ("views/till_views.xml", {"update"}),
        ("security/ir.model.access.csv", {"update"}),
        ("__manifest__.py", {"install"}),
        ("data/till_data.xml", {"install"}),
        ("i18n/zh_CN.po", {"install"}),
        ("tests/test_till.py", set()),
        ("tests/cash/test_receipt.py", set()),
        ("static/tests/tours/till.js", set()),
    ],
)
def test_changed_and_removed(addon, name, kinds):
    path = addon / name
    assert changed(lambda: path.write_text(path.read_text() + " ")) == kinds
    assert changed(path.unlink) == kinds


def test_records_that_are_updated_no_longer(addon):
    path = addon / "views/till_views.xml"
    assert changed(lambda: path.write_text('<odoo noupdate="1"/>')) == {"update", "install"}


def test_compiled_files_are_nothing(addon):
    assert not changed(lambda: (addon / "models/till.pyc").write_bytes(b"x"))
