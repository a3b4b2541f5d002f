"""A tariff is approved in one process while another sends one of its lines back."""

import pytest
from races import leave, prepare, race

from environment import sql

DATABASE = "cs_race_approval"


@pytest.fixture(scope="module")
def ids():
    """Ids of a submitted amendment, of one of its two lines, and of a dialog that sends it back."""
    yield prepare("sent_back", DATABASE)[-1].split()
    leave(DATABASE)


def test_approved_and_sent_back_at_the_same_moment(ids):
    """What is approved, and told to residents, is what stayed; the line is in one place only."""
    tariff, line, dialog = ids
    answers = race(
        DATABASE,
        ("general manager", "convenience.tariff", "action_approve", tariff),
        ("general manager", "convenience.tariff.send.back", "action_apply", dialog),
    )
    assert answers[0] == "done", answers
    went_back = answers[1] == "done"
    assert went_back or "only who may approve it now" in answers[1], answers
    found = sql(
        "SELECT approved, tariff_id <> "
        + tariff
        + f" FROM convenience_tariff_line WHERE id = {line}",
        DATABASE,
    )
    assert found == ["f|t" if went_back else "t|f"]
    told = sql(f"SELECT count(*) FROM convenience_notice_change WHERE line_id = {line}", DATABASE)
    assert told == ["0" if went_back else "1"]
