"""Work that is paid ahead, billed by jobs that are killed five times in the middle of a batch and
then run side by side: each service is billed once, each fen used once. With SOAK set there are
more of them.
"""

import os

import pytest
from races import killed_after, leave, prepare, race

from environment import sql

DATABASE = "cs_race_prepaid"
TENANTS, PRICE, PAID = 45 if not os.environ.get("SOAK") else 120, 60.0, 100.0
BILL = ("", "convenience.request", "_cron_bill_prepaid")
INVOICE = ("", "convenience.statement", "_cron_invoice_statements")
# each job, and the seconds after which it is killed: before its first batch is committed
KILLED = ((BILL, (0.02, 0.08)), (INVOICE, (0.1, 0.4, 0.8)))


@pytest.fixture(scope="module", autouse=True)
def paid_ahead():
    assert prepare("prepaid", DATABASE, TENANTS)[-1] == str(TENANTS * PRICE)
    yield
    leave(DATABASE)


def figures(query):
    (row,) = sql(query, DATABASE)
    return [float(value or 0) for value in row.split("|")]


def test_killed_five_times_and_two_at_once():
    for job, moments in KILLED:
        for seconds in moments:
            assert killed_after(seconds, DATABASE, *job), "in the middle"
        assert race(DATABASE, job, job) == ["done", "done"]
    billed = figures(
        "SELECT count(*), count(DISTINCT request_line_id), sum(amount)"
        " FROM convenience_statement_line WHERE active"
    )
    assert billed == [TENANTS, TENANTS, TENANTS * PRICE]
    invoices = figures(
        "SELECT count(*), sum(amount_total), sum(amount_residual) FROM account_move"
        " WHERE convenience_statement_id IS NOT NULL AND state = 'posted'"
    )
    assert invoices == [TENANTS, TENANTS * PRICE, 0]


def test_prepayments_are_what_the_ledger_says():
    left = TENANTS * (PAID - PRICE)
    wallets = figures("SELECT sum(used), sum(balance), sum(reserved) FROM convenience_wallet")
    assert wallets == [TENANTS * PRICE, left, 0]
    ledger = figures(
        "SELECT -sum(line.balance) FROM account_move_line line"
        " JOIN res_company company ON company.convenience_prepayment_account_id = line.account_id"
        " WHERE line.parent_state = 'posted'"
    )
    assert ledger == [left]
    booked = "SELECT count(*) FROM convenience_wallet_movement WHERE kind = 'used'"
    assert figures(booked) == [TENANTS]
