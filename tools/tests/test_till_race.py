"""Money that two real processes take, pay out or accept at once: one does, the other reads why not;
what the receipts say is what the ledger says.
"""

import pytest
import races

from bench_community import Community
from environment import sql
from tills import SERVICES

DATABASE = "cs_race_tills"
CASHIERS = ("cashier", "cashier2")
COLLECTORS = ("collector", "collector2")
PAYMENT = ("convenience.statement.payment", "action_pay")
REFUND = ("convenience.statement.refund", "action_pay_out")
VISIT = ("convenience.request.payment", "action_collect")
COLLECTION = ("convenience.collection", "action_give_receipt")
ACCEPTANCE = ("convenience.handover.acceptance", "action_accept")
DECISION = ("convenience.reason.wizard", "action_apply")
BILL = f"{sum(Community.PRICES[:SERVICES]):.0f}"


@pytest.fixture(scope="module")
def filled_in():
    """{case: ids of the forms two people have before them, and of what they are about}."""
    words = races.prepare("tills", DATABASE)[-1].split()
    yield {case: ids.split(",") for case, ids in (word.split("=") for word in words)}
    races.leave(DATABASE)


@pytest.fixture(autouse=True)
def receipts_are_the_ledger(filled_in):
    """After each race the till holds what the booked receipts say, and no bill is overpaid."""
    yield
    booked = query(
        "SELECT sum(amount_signed)::numeric FROM convenience_receipt WHERE state='posted'"
    )
    held = query(
        "SELECT sum(line.balance)::numeric FROM account_move_line line"
        " JOIN account_journal journal ON journal.default_account_id = line.account_id"
        " WHERE journal.type = 'cash' AND line.parent_state = 'posted'"
    )
    assert [float(amount or 0) for amount in held] == [float(amount or 0) for amount in booked]
    assert not query(
        "SELECT line.statement_id FROM convenience_receipt_line line"
        " JOIN convenience_receipt receipt ON receipt.id = line.receipt_id"
        " JOIN convenience_statement statement ON statement.id = line.statement_id"
        " WHERE receipt.state <> 'cancelled' AND receipt.direction = 'in'"
        " GROUP BY statement.amount_total, line.statement_id"
        " HAVING sum(line.amount) > statement.amount_total"
    )


def query(statement):
    return sql(statement, DATABASE)


def race(*calls):
    return races.race(DATABASE, *calls)


def the_refusal(answers):
    """What the one was told who came too late."""
    assert sorted(answer.split(":")[0] for answer in answers) == ["done", "refused"], answers
    return next(answer for answer in answers if answer != "done")


def receipts_of(column, number):
    """State and amount of the receipts for a statement or a request."""
    return query(
        "SELECT receipt.state, line.amount::int FROM convenience_receipt_line line"
        " JOIN convenience_receipt receipt ON receipt.id = line.receipt_id"
        f" WHERE line.{column} = {number}"
    )


def owed_of_bill(bill):
    return query(
        "SELECT move.amount_residual::int FROM convenience_statement statement"
        f" JOIN account_move move ON move.id = statement.invoice_id WHERE statement.id = {bill}"
    )


def owed_of_visit(visit):
    """What is still to pay of the bills of a visit, one row each."""
    return query(
        "SELECT move.amount_residual::int FROM convenience_statement_line claim"
        " JOIN convenience_request_line line ON line.id = claim.request_line_id"
        " JOIN convenience_statement statement ON statement.id = claim.statement_id"
        f" JOIN account_move move ON move.id = statement.invoice_id WHERE line.request_id = {visit}"
    )


# ---------------------------------------------------------------------- bills


def test_two_cashiers_take_the_whole_of_a_bill(filled_in):
    first, second, bill = filled_in["bill"]
    answers = race((CASHIERS[0], *PAYMENT, first), (CASHIERS[1], *PAYMENT, second))
    assert "has nothing left to pay" in the_refusal(answers)
    assert receipts_of("statement_id", bill) == [f"posted|{BILL}"]
    assert owed_of_bill(bill) == ["0"]


def test_two_collectors_give_receipts_for_a_bill(filled_in):
    first, second, bill = filled_in["bill_collected"]
    answers = race((COLLECTORS[0], *COLLECTION, first), (COLLECTORS[1], *COLLECTION, second))
    assert "a collector has the money already" in the_refusal(answers)
    assert receipts_of("statement_id", bill) == [f"collected|{BILL}"]
    assert owed_of_bill(bill) == [BILL]


def test_cashier_and_collector_take_the_same_bill(filled_in):
    payment, collection, bill = filled_in["bill_mixed"]
    answers = race((CASHIERS[0], *PAYMENT, payment), (COLLECTORS[0], *COLLECTION, collection))
    assert "has nothing left to pay" in the_refusal(answers)
    state, owed = ("posted", "0") if answers[0] == "done" else ("collected", BILL)
    assert receipts_of("statement_id", bill) == [f"{state}|{BILL}"]
    assert owed_of_bill(bill) == [owed]


def test_two_cashiers_pay_out_what_is_left_of_a_bill(filled_in):
    first, second = filled_in["refund"]
    answers = race((CASHIERS[0], *REFUND, first), (CASHIERS[1], *REFUND, second))
    assert "is left over of" in the_refusal(answers)
    paid_out = "SELECT state, amount::int FROM convenience_receipt WHERE direction = 'out'"
    assert query(paid_out) == [f"posted|{BILL}"]


# ---------------------------------------------------------------------- visits


def test_two_cashiers_bill_and_take_the_same_visit(filled_in):
    first, second, visit = filled_in["visit"]
    answers = race((CASHIERS[0], *VISIT, first), (CASHIERS[1], *VISIT, second))
    assert "R11-0" in the_refusal(answers)
    assert owed_of_visit(visit) == ["0"]


def test_two_collectors_give_receipts_for_a_visit(filled_in):
    first, second, visit = filled_in["visit_collected"]
    answers = race((COLLECTORS[0], *COLLECTION, first), (COLLECTORS[1], *COLLECTION, second))
    assert "R12-0: the money is taken already on" in the_refusal(answers)
    assert receipts_of("request_id", visit) == ["collected|10"]
    assert not owed_of_visit(visit)


def test_cashier_and_collector_take_the_same_visit(filled_in):
    payment, collection, visit = filled_in["visit_mixed"]
    answers = race((CASHIERS[0], *VISIT, payment), (COLLECTORS[0], *COLLECTION, collection))
    assert "R13-0" in the_refusal(answers)
    by_cashier = answers[0] == "done"
    assert owed_of_visit(visit) == (["0"] if by_cashier else [])
    assert receipts_of("request_id", visit) == ([] if by_cashier else ["collected|10"])


# ---------------------------------------------------------------------- hand-overs


def of_handover(handover):
    """State of the hand-over, and of its receipts with that of the entry behind them."""
    states = query(
        "SELECT receipt.state, move.state FROM convenience_receipt receipt"
        " LEFT JOIN account_payment payment ON payment.id = receipt.payment_id"
        " LEFT JOIN account_move move ON move.id = payment.move_id"
        f" WHERE receipt.handover_id = {handover} ORDER BY receipt.state"
    )
    return query(f"SELECT state FROM convenience_handover WHERE id = {handover}") + states


def test_hand_over_accepted_while_a_receipt_of_it_is_cancelled(filled_in):
    acceptance, decision, handover = filled_in["cancelled"]
    answers = race((CASHIERS[0], *ACCEPTANCE, acceptance), (CASHIERS[1], *DECISION, decision))
    refusal = the_refusal(answers)
    if answers[0] == "done":
        assert "is Booked by now" in refusal
        assert of_handover(handover) == ["accepted", "posted|posted", "posted|posted"]
    else:
        assert "was counted, the receipts of" in refusal
        assert of_handover(handover) == ["submitted", "cancelled|", "collected|"]


def test_two_cashiers_accept_a_hand_over(filled_in):
    first, second, handover = filled_in["accepted"]
    answers = race((CASHIERS[0], *ACCEPTANCE, first), (CASHIERS[1], *ACCEPTANCE, second))
    assert "is Accepted" in the_refusal(answers)
    assert of_handover(handover) == ["accepted", "posted|posted", "posted|posted"]


def test_hand_over_accepted_while_another_returns_it(filled_in):
    acceptance, decision, handover = filled_in["returned"]
    answers = race((CASHIERS[0], *ACCEPTANCE, acceptance), (CASHIERS[1], *DECISION, decision))
    refusal = the_refusal(answers)
    if answers[0] == "done":
        assert "is Accepted by now" in refusal
        assert of_handover(handover) == ["accepted", "posted|posted", "posted|posted"]
    else:
        assert "is Sent Back" in refusal
        assert of_handover(handover) == ["returned", "collected|", "collected|"]
