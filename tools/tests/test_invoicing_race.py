"""The invoicing job killed hard, and two of them at once: every invoice once, none missing.

With SOAK set it is the demo community's October that they invoice, in batches as large as ever.
"""

import json
import os

import pytest
from races import finish, kill_when, lanes, leave, prepare

from community import FOLDER
from environment import sql

DATABASE = "cs_race"
PAYERS = 30
BATCH = [] if os.environ.get("SOAK") else [PAYERS // 3]  # as many batches for fewer payers

POSTED = (
    "SELECT count(*) FROM account_move"
    " WHERE convenience_statement_id IS NOT NULL AND state = 'posted'"
)


@pytest.fixture(scope="module")
def confirmed():
    """A month that is accepted and not invoiced: how many invoices, and their total."""
    if os.environ.get("SOAK"):
        prepare("confirmed", DATABASE)
        expected = json.loads((FOLDER / "expected_2026_10.json").read_text("utf-8"))
        yield expected["monthly_statements"], float(expected["monthly_total"])
    else:
        yield PAYERS, float(prepare("billable", DATABASE, PAYERS)[-1])
    leave(DATABASE)


def figure(query):
    return sql(query, DATABASE)[0]


def posted():
    return int(figure(POSTED))


def test_killed_started_again_and_two_at_once(confirmed):
    wanted, total = confirmed

    (first,) = lanes(1, DATABASE, "invoices", *BATCH)
    kill_when(first, POSTED)
    before = posted()
    assert 0 < before < wanted, "killed in the middle"

    finish(lanes(2, DATABASE, "invoices", *BATCH))

    assert posted() == wanted
    assert (
        int(figure("SELECT count(DISTINCT convenience_statement_id) FROM account_move")) == wanted
    )
    invoiced = "SELECT sum(amount_total) FROM account_move WHERE convenience_statement_id > 0"
    assert float(figure(invoiced)) == total
    assert figure("SELECT count(*) FROM convenience_statement WHERE state <> 'invoiced'") == "0"
    assert figure("SELECT state FROM convenience_settlement") == "done"


def test_every_claim_is_on_the_invoice_of_its_statement(confirmed):
    loose = figure(
        "SELECT count(*) FROM convenience_statement_line claim"
        " JOIN convenience_statement statement ON statement.id = claim.statement_id"
        " LEFT JOIN account_move_line line ON line.id = claim.move_line_id"
        " LEFT JOIN account_move move ON move.id = line.move_id"
        " WHERE claim.active AND move.convenience_statement_id IS DISTINCT FROM statement.id"
    )
    assert loose == "0"
    assert figure("SELECT count(*) FROM convenience_request_line WHERE is_claimed") == figure(
        "SELECT count(*) FROM convenience_statement_line WHERE active"
    )


def test_invoice_numbers_are_each_given_once(confirmed):
    assert (
        figure(
            "SELECT count(*) - count(DISTINCT (journal_id, name)) FROM account_move"
            " WHERE state = 'posted'"
        )
        == "0"
    )
