"""The jobs that tell and ask every household, killed hard, and two of them at once: one letter a
unit in the file, one invitation a household.
"""

import os

import pytest
from races import finish, kill_when, lanes, leave, prepare, run

from environment import sql

DATABASE = "cs_race_asked"
# households, and letters that are printed in one go
HOUSEHOLDS, LETTERS = (2000, 250) if os.environ.get("SOAK") else (120, 30)
INVITED = """
    SELECT {} FROM mail_mail_res_partner_rel rel
      JOIN convenience_survey_invitation invitation ON invitation.partner_id = rel.res_partner_id
"""


@pytest.fixture(scope="module", autouse=True)
def households():
    prepare("asked", DATABASE, HOUSEHOLDS, LETTERS)
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


def test_each_unit_has_one_letter():
    done = """
        SELECT coalesce(sum(unit_count), 0) FROM convenience_notice_letters WHERE is_printed
    """
    killed_and_rerun("letters", done, HOUSEHOLDS)
    units = run("asked", DATABASE, "printed")
    assert len(units) == len(set(units)) == HOUSEHOLDS
    assert all(units), "each sheet names its unit"


def test_each_household_is_invited_once():
    sent = "SELECT count(*) FROM convenience_survey_invitation WHERE sent_on IS NOT NULL"
    killed_and_rerun("survey_invitations", sent, HOUSEHOLDS)
    assert figure(INVITED.format("count(*)")) == HOUSEHOLDS
    assert figure(INVITED.format("count(DISTINCT rel.res_partner_id)")) == HOUSEHOLDS


def test_run_again_nothing_is_added():
    for job in ("letters", "survey_invitations"):
        finish(lanes(1, DATABASE, job))
    assert figure(INVITED.format("count(*)")) == HOUSEHOLDS
    errors = "SELECT count(*) FROM convenience_survey_invitation WHERE job_error IS NOT NULL"
    assert not figure(errors)
