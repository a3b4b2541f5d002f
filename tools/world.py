"""Make, once for all tests, what nearly every class of them needs: `world.py DATABASE`."""

import sys

from environment import main, odoo_env

# What browsers and papers fetch: bundled here, otherwise each tour and paper would do it again.
SCRIPTS = ("web.assets_web", "web.assets_tests", "web.assets_frontend_lazy")
STYLES = (
    *("web.assets_web", "web.assets_web_print", "web.assets_frontend"),
    *("web.report_assets_common", "web.report_assets_pdf"),
)


def make_world():
    with odoo_env(sys.argv[1]) as env:
        from odoo.addons.convenience_service.tests.common import ConvenienceCommon

        ConvenienceCommon.keep_world(env)
        for name in SCRIPTS:
            env["ir.qweb"]._get_asset_bundle(name, css=False, js=True).js()
        for name in STYLES:
            env["ir.qweb"]._get_asset_bundle(name, css=True, js=False).css()


if __name__ == "__main__":
    main(make_world)
