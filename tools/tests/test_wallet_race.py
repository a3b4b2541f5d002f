"""The same prepayment wanted in two real processes at once: one has it, the other is told."""

import pytest
from races import leave, prepare, race

from environment import sql

DATABASE = "cs_race_wallet"
SUMS = "received, reserved, used, refunded, available"


@pytest.fixture(scope="module")
def waiting_ids():
    """Ids of requests of 60 and 50, and of two refunds of 80, each pair for a prepayment of 100; of
    a dialog that takes 30 more.
    """
    yield prepare("payers", DATABASE)[-1].split()
    leave(DATABASE)


def prepayment(resident):
    """The sums of a resident's account, as they are in the database."""
    (row,) = sql(
        f"SELECT {SUMS} FROM convenience_wallet WHERE partner_id ="
        f" (SELECT id FROM res_partner WHERE name = '{resident}')",
        DATABASE,
    )
    return [float(amount) for amount in row.split("|")]


def the_refusal(answers):
    """What the one was told who came too late."""
    assert sorted(answer.split(":")[0] for answer in answers) == ["done", "refused"], answers
    return next(answer for answer in answers if answer != "done").replace("\xa0", " ")


def test_two_requests_want_the_same_money(waiting_ids):
    requests = waiting_ids[:2]
    assert prepayment("Resident 1") == [100.0, 0.0, 0.0, 0.0, 100.0]
    assign = ("supervisor", "convenience.request", "action_assign")
    answers = race(DATABASE, *((*assign, request) for request in requests))
    refusal = the_refusal(answers)
    reserved, needed = (60.0, 50.0) if answers[0] == "done" else (50.0, 60.0)
    left = 100.0 - reserved
    assert f"needs ¥ {needed:.2f}, ¥ {left:.2f} are available of the prepayment" in refusal
    assert "¥ 10.00 are missing" in refusal
    assert prepayment("Resident 1") == [100.0, reserved, 0.0, 0.0, left]
    states = sql("SELECT state FROM convenience_request ORDER BY state", DATABASE)
    assert states == ["assigned", "new"]


def test_two_refunds_of_the_same_money(waiting_ids):
    refunds = waiting_ids[2:4]
    pay_out = ("cashier", "convenience.prepayment.wizard", "action_apply")
    answers = race(DATABASE, *((*pay_out, refund) for refund in refunds))
    refusal = the_refusal(answers)
    assert "¥ 80.00 are needed, ¥ 20.00 are available of the prepayment" in refusal
    assert "¥ 60.00 are missing" in refusal
    assert prepayment("Resident 2") == [100.0, 0.0, 0.0, 80.0, 20.0]
    assert sql("SELECT count(*) FROM convenience_receipt WHERE direction = 'out'", DATABASE) == [
        "1"
    ]


def test_one_dialog_pressed_six_times_at_once(waiting_ids):
    """The money is taken once; who comes second is answered with the receipt there is."""
    before = int(sql("SELECT count(*) FROM convenience_receipt", DATABASE)[0])
    press = ("cashier", "convenience.prepayment.wizard", "action_apply", waiting_ids[4])
    assert race(DATABASE, *[press] * 6) == ["done"] * 6
    assert int(sql("SELECT count(*) FROM convenience_receipt", DATABASE)[0]) == before + 1
    assert prepayment("Resident 2")[0] == 130.0
