"""Paid-ahead work is made dearer in one process while another reviews it, and so bills it."""

import pytest
from races import leave, prepare, race

from environment import sql

DATABASE = "cs_race_dearer"


@pytest.fixture(scope="module")
def ids():
    """Ids of a signed request of 60 that is paid ahead, and of a dialog that makes it 6,000."""
    yield prepare("dearer", DATABASE)[-1].split()
    leave(DATABASE)


def test_reviewed_and_made_dearer_at_the_same_moment(ids):
    """One of the two is refused: nothing is billed of which less is paid ahead."""
    request, dialog = ids
    answers = race(
        DATABASE,
        ("supervisor", "convenience.request", "action_review", request),
        ("director", "convenience.price.correction", "action_apply", dialog),
    )
    assert sorted(answer.split(":")[0] for answer in answers) == ["done", "refused"], answers
    refusal = next(answer for answer in answers if answer != "done")
    billed = sql("SELECT sum(amount) FROM convenience_statement_line WHERE active", DATABASE)
    reserved = sql(
        f"SELECT prepayment_reserved FROM convenience_request WHERE id = {request}", DATABASE
    )
    if answers[0] == "done":
        assert [float(row) for row in billed] == [60.0]
    else:
        assert billed == [""]
        assert "5,940.00 are not paid ahead" in refusal
    assert [float(row) for row in reserved] == [60.0]
