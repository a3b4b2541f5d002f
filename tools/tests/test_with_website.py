"""What an office tells and asks without login stays as it is where the website app is installed.

Only in a soak: to install that app takes minutes.
"""

import os
import urllib.error
import urllib.request

from races import leave, prepare

from environment import change_modules, odoo_server, sql

DATABASE = "cs_with_website"
LINKS = {
    "/convenience/prices/": "SELECT price_token FROM convenience_office LIMIT 1",
    "/convenience/screen/": "SELECT screen_token FROM convenience_office LIMIT 1",
    "/service-survey/": "SELECT token FROM convenience_survey_invitation LIMIT 1",
}
KEPT = tuple(LINKS)[:2]  # a sheet is nobody's to keep


def answer(url, **headers):
    """Status, headers and text, whatever the status."""
    try:
        found = urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=120)
    except urllib.error.HTTPError as error:
        found = error
    with found:
        return found.status, found.headers, found.read().decode()


def check_page(url, path, token):
    status, headers, text = answer(url + path + token)
    assert status == 200
    assert "Set-Cookie" not in headers
    assert_ours(text)
    if path in KEPT:
        again = answer(url + path + token, **{"If-None-Match": headers["ETag"]})
        assert again[0] == 304
        assert "Set-Cookie" not in again[1]
    else:
        assert headers["Cache-Control"] == "no-store"
    status, headers, text = answer(url + path + token[::-1])
    assert status == 404
    assert "Set-Cookie" not in headers
    assert_ours(text)


def assert_ours(text):
    """The page is laid out by us: no menu, foot, style or script of the website."""
    assert "<main" in text
    for foreign in ("wrapwrap", "web.assets", "o_footer", "website"):
        assert foreign not in text


def check_with_website():
    prepare("asked", DATABASE, 2, 2)
    change_modules("installing", DATABASE, ["website"], "-i")
    with odoo_server(DATABASE) as (url, _process):
        status, _headers, text = answer(f"{url}/")
        assert (status, "wrapwrap" in text) == (200, True), "the website is there"
        for path, query in LINKS.items():
            check_page(url, path, sql(query, DATABASE)[0])
    leave(DATABASE)


if os.environ.get("SOAK"):
    test_pages_without_login_beside_a_website = check_with_website
