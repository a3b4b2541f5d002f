"""Odoo's code and that of our addons, loaded once before the processes of races are forked."""

import importlib

from odoo.modules import Manifest
from odoo.service import server
from odoo.tools import config

from environment import CONF, our_addons


def load(names, known):
    """Import addons, what they depend on before them."""
    for name in names:
        if name not in known:
            known.add(name)
            load(Manifest.for_addon(name)["depends"], known)
            importlib.import_module(f"odoo.addons.{name}")


config.parse_config(["-c", str(CONF), "--log-level", "error", "--no-http"], setup_logging=False)
server.load_server_wide_modules()
load(our_addons(), set())
