"""Receipts that four real processes give out at once, a third of them refused after they were given
a number: no number is missing, and none is given twice. A day that is signed while money comes to
it says what the ledger has.
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
def filled_in():
    """Ids of the dialogs, and of the dialog and page of the other till."""
    yield [line.split() for line in races.prepare("till_numbers", DATABASE, RECEIPTS)[-2:]]
    races.leave(DATABASE)


def test_numbers_have_no_gap(filled_in):
    dialogs, _other_till = filled_in
    shares = [dialogs[process::PROCESSES] for process in range(PROCESSES)]
    workers = [races.free(DATABASE).ask(calls=[[*TAKE, one] for one in share]) for share in shares]
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


def test_a_day_is_signed_while_money_comes(filled_in):
    _dialogs, (dialog, page) = filled_in
    answers = races.race(
        DATABASE, (*TAKE, dialog), ("cashier2", "convenience.cash.book", "action_sign", page)
    )
    assert answers[0] == "done", "unsigned or signed, money is taken"
    ((state, closing, held),) = [
        row.split("|")
        for row in sql(
            "SELECT book.state, COALESCE(book.page -> 'figures' ->> 'closing', '0')::numeric::int,"
            " (SELECT COALESCE(sum(line.balance), 0)::int FROM account_move_line line"
            " WHERE line.account_id = till.account_id AND line.parent_state = 'posted'"
            " AND line.date <= book.date)"
            " FROM convenience_cash_book book JOIN convenience_till till ON till.id = book.till_id"
            f" WHERE book.id = {page}",
            DATABASE,
        )
    ]
    signed = ("signed", closing, closing)
    assert (state, closing, held) == (signed if answers[1] == "done" else ("counted", "0", "10"))
