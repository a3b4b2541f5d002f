"""The jobs of collection killed hard, and two of them at once: each step of each bill once, one
reminder a payer, one mail each.
"""

import pytest
from races import finish, kill_when, lanes, leave, prepare

from environment import sql

DATABASE = "cs_race_reminders"
PAYERS, BILLS = 80, 3
WITH_ADDRESS = PAYERS * 3 // 4
# To payers: those who work in the office are told of other things as well.
ADDRESSED = """
    SELECT {} FROM mail_mail_res_partner_rel rel WHERE NOT EXISTS (
        SELECT 1 FROM res_users staff WHERE staff.partner_id = rel.res_partner_id)
"""


@pytest.fixture(scope="module", autouse=True)
def owing():
    """Payers who owe three bills each, late enough for the first step; three of four have an
    address.
    """
    prepare("overdue", DATABASE, PAYERS)
    yield
    leave(DATABASE)


def figure(query):
    return int(sql(query, DATABASE)[0])


def killed_and_rerun(job, query, wanted):
    """Kill a lane in the middle, then let two run side by side to the end."""
    (first,) = lanes(1, DATABASE, job)
    kill_when(first, query)
    assert 0 < figure(query) < wanted, "killed in the middle"
    finish(lanes(2, DATABASE, job))
    assert figure(query) == wanted


def test_each_payer_is_reminded_of_all_bills_once():
    lines = "SELECT count(*) FROM convenience_reminder_line"
    killed_and_rerun("reminders", lines, PAYERS * BILLS)
    assert figure("SELECT count(DISTINCT statement_id) FROM convenience_reminder_line") == (
        PAYERS * BILLS
    )
    assert figure("SELECT count(*) FROM convenience_reminder") == PAYERS
    assert figure("SELECT count(DISTINCT partner_id) FROM convenience_reminder") == PAYERS
    assert not figure("SELECT count(*) FROM convenience_statement WHERE reminder_days <> 7")
    assert not figure("SELECT count(*) FROM convenience_statement WHERE job_error IS NOT NULL")


def test_each_mail_is_queued_once():
    done = "SELECT count(*) FROM convenience_reminder WHERE state = 'done'"
    killed_and_rerun("reminder_mails", done, WITH_ADDRESS)
    assert figure(ADDRESSED.format("count(*)")) == WITH_ADDRESS
    assert figure(ADDRESSED.format("count(DISTINCT rel.res_partner_id)")) == WITH_ADDRESS


def test_run_again_nothing_is_added():
    for job in ("reminders", "reminder_mails"):
        finish(lanes(1, DATABASE, job))
    assert figure("SELECT count(*) FROM convenience_reminder_line") == PAYERS * BILLS
    assert figure(ADDRESSED.format("count(*)")) == WITH_ADDRESS
