"""Receipts that four real processes give out at once, a third of them refused after they were given
a number: no number is missing, and none is given twice.
"""

import os

import pytest
import races

from environment import sql

DATABASE = "cs_race_numbers"
PROCESSES = 4
RECEIPTS = 12 if not os.environ.get("SOAK") else 50
TAKE = ("cashier", "convenience.prepayment.wizard", "action_apply")


@pytest.fixture(scope="module")
def dialogs():
    yield races.prepare("till_numbers", DATABASE, RECEIPTS)[-1].split()
    races.drop(DATABASE)


def test_numbers_have_no_gap(dialogs):
    shares = [dialogs[process::PROCESSES] for process in range(PROCESSES)]
    workers = [
        races.free(DATABASE).ask(DATABASE, calls=[[*TAKE, dialog] for dialog in share]) for share in shares
    ]
    assert [worker.hear() for worker in workers] == ["ready"] * PROCESSES
    for worker in workers:
        worker.say()
    answers = [answer for worker in workers for answer in worker.answer()]
    refused = [answer for answer in answers if answer.startswith("refused")]
    assert len(refused) == len(dialogs[::3]), answers
    names = sql("SELECT name FROM convenience_receipt ORDER BY name", DATABASE)
    prefix = {name.rpartition("-")[0] for name in names}
    assert len(prefix) == 1, "one series an office and year"
    numbers = [int(name.rpartition("-")[2]) for name in names]
    assert numbers == list(range(1, len(dialogs) - len(refused) + 1))
