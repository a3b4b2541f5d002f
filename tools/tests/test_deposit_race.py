"""One deposit given back by two real processes at once: it is paid out once."""

import pytest
from races import drop, prepare, race

from environment import sql

DATABASE = "cs_race_deposit"


@pytest.fixture
def cashier_and_wizards():
    yield prepare("held_deposit", DATABASE)[-1].split()
    drop(DATABASE)


def test_two_refund_one_deposit(cashier_and_wizards):
    login, *wizards = cashier_and_wizards
    call = (login, "convenience.deposit.wizard", "action_apply")
    answers = race(DATABASE, *((*call, wizard) for wizard in wizards))
    assert sorted(answer.split(":")[0] for answer in answers) == ["done", "refused"]
    assert sql("SELECT state, amount_refunded, amount_held FROM convenience_deposit", DATABASE) == [
        "settled|300.00|0.00"
    ]
    assert sql(
        "SELECT count(*) FROM account_payment WHERE payment_type = 'outbound'", DATABASE
    ) == ["1"]
