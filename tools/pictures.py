"""Take the pictures of docs/pictures from the demo database, in Chinese, as each role sees it."""

import contextlib
import subprocess

from playwright.sync_api import sync_playwright

import demo
from environment import ROOT, main, odoo_server, step

FOLDER = ROOT / "docs" / "pictures"
DESK, PHONE = (1366, 860), (390, 844)
FIRST_ROW = ".o_data_row .o_data_cell[name=name]"
# name, login, size, path below /odoo, what to open on the page (a CSS selector), if anything
PICTURES = [
    ("overview", "manager", DESK, "convenience", ""),
    ("requests", "clerk", DESK, "convenience-requests", ""),
    ("request", "clerk", DESK, "convenience-requests", FIRST_ROW),
    ("new_request", "clerk", DESK, "convenience-new-request", ""),
    ("board", "supervisor", DESK, "convenience-board", ""),
    ("staff", "supervisor", DESK, "convenience-staff", ""),
    ("phone_new_request", "clerk", PHONE, "convenience-new-request", ""),
    ("tariff", "general", DESK, "convenience-tariffs", FIRST_ROW),
    ("settlement", "cashier", DESK, "convenience-settlements", FIRST_ROW),
    ("statement", "cashier", DESK, "convenience-statements", FIRST_ROW),
    ("import", "director", DESK, "convenience-import", ""),
    ("agreement", "clerk", DESK, "convenience-agreements", FIRST_ROW),
    ("receipt", "cashier", DESK, "convenience-receipts", FIRST_ROW),
    ("phone_jobs", "worker", PHONE, "convenience-my-jobs", ""),
    ("phone_job", "worker", PHONE, "convenience-my-jobs", ".o_kanban_record:not(.o_kanban_ghost)"),
]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


def pictures():
    if not demo.is_loaded():
        subprocess.run(["make", "demo"], cwd=ROOT, check=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with odoo_server(demo.DATABASE) as (url, _process), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for name, login, size, path, target in PICTURES:
            with step(f"{name}.png, as {login}"):
                take(browser, url, FOLDER / f"{name}.png", login, size, path, target)
        browser.close()


def take(browser, url, file, login, size, path, target):
    """One page as one user sees it."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        has_touch=width < 500,
        is_mobile=width < 500,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
    )
    page = context.new_page()
    page.goto(f"{url}/web/login?redirect=/odoo/{path}")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", dict((who, word) for who, word, _role in demo.LOGINS)[login])
    page.click("button[type=submit]")
    page.wait_for_selector(".o_action_manager .o_view_controller, .o_action_manager .o_form_view")
    if target:
        page.click(target)
        page.wait_for_selector(".o_form_view .o_form_sheet, .o_form_view .o_form_nosheet")
    with contextlib.suppress(Exception):  # a busy page is drawn all the same
        page.wait_for_load_state("networkidle", timeout=10_000)
    page.screenshot(path=file)
    context.close()


if __name__ == "__main__":
    main(pictures)
