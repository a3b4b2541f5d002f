"""What the lists say, compared with what is booked: read from the tables themselves."""

from odoo.tools import SQL

# Each finds what is not as it should be, in words.
HELD = """
    SELECT %(what)s || ' of partner ' || partner_id || ': listed less booked '
           || round(sum(amount)::numeric, 2)
      FROM (
        {listed}
        UNION ALL
        SELECT line.partner_id, line.balance
          FROM account_move_line line JOIN account_move move ON move.id = line.move_id
         WHERE move.state = 'posted' AND line.company_id = %(company)s
           AND line.account_id = %(account)s
      ) sides
  GROUP BY partner_id HAVING round(sum(amount)::numeric, 2) <> 0
"""
LISTED = {
    "prepayment": "SELECT partner_id, received - used - refunded AS amount FROM convenience_wallet"
    " WHERE company_id = %(company)s",
    "deposit": "SELECT partner_id, amount_held AS amount FROM convenience_deposit"
    " WHERE company_id = %(company)s",
    "entrusted": "SELECT partner_id, balance AS amount FROM convenience_entrusted"
    " WHERE company_id = %(company)s",
}
# What is open of each receivable item: its balance, less what is reconciled with it.
OPEN = """
    WITH matched AS (
        SELECT line_id, sum(amount) AS amount FROM (
            SELECT debit_move_id AS line_id, amount FROM account_partial_reconcile
            UNION ALL
            SELECT credit_move_id, -amount FROM account_partial_reconcile
        ) sides GROUP BY line_id
    ), items AS (
        SELECT line.move_id, line.id, line.amount_residual, line.reconciled,
               round((line.balance - COALESCE(matched.amount, 0))::numeric, 2) AS open
          FROM account_move_line line
          JOIN account_account account ON account.id = line.account_id
          LEFT JOIN matched ON matched.line_id = line.id
         WHERE line.company_id = %(company)s AND account.account_type = 'asset_receivable'
    )
"""
BOOKS = (
    OPEN
    + """
    SELECT move.name || ': open ' || move.amount_residual || ' (' || move.payment_state
           || '), by the ledger ' || sum(items.open)
      FROM account_move move JOIN items ON items.move_id = move.id
     WHERE move.state = 'posted' AND move.move_type IN ('out_invoice', 'out_refund')
       AND (move.convenience_statement_id IS NOT NULL OR move.reversed_entry_id IS NOT NULL)
  GROUP BY move.id
    HAVING round(move.amount_residual::numeric, 2) <> abs(sum(items.open))
        OR (move.payment_state IN ('paid', 'in_payment', 'reversed')) <> (sum(items.open) = 0)
           AND move.payment_state <> 'blocked'
""",
    OPEN
    + """
    SELECT 'item ' || items.id || ': open ' || items.amount_residual || ', by the ledger ' || open
      FROM items JOIN account_move move ON move.id = items.move_id
     WHERE move.state = 'posted'
       AND (round(items.amount_residual::numeric, 2) <> open OR items.reconciled <> (open = 0))
""",
    """
    SELECT 'claimed twice: line ' || request_line_id FROM convenience_statement_line
     WHERE active AND request_line_id IS NOT NULL GROUP BY request_line_id HAVING count(*) > 1
""",
    """
    SELECT 'claim ' || claim.id || ' of ' || statement.name || ' is not on its invoice'
      FROM convenience_statement_line claim
      JOIN convenience_statement statement ON statement.id = claim.statement_id
      LEFT JOIN account_move move ON move.id = statement.invoice_id
      LEFT JOIN account_move_line line ON line.id = claim.move_line_id
     WHERE claim.active AND statement.state = 'invoiced' AND statement.company_id = %(company)s
       AND (line.id IS NULL OR line.move_id <> move.id OR move.state = 'cancel'
            OR move.convenience_statement_id IS DISTINCT FROM statement.id)
""",
    """
    SELECT statement.name || ' says ' || statement.amount_total || ', its invoice '
           || move.amount_total || ' to partner ' || move.partner_id
      FROM convenience_statement statement JOIN account_move move ON move.id = statement.invoice_id
     WHERE statement.state = 'invoiced' AND statement.company_id = %(company)s
       AND (round(statement.amount_total::numeric, 2) <> round(move.amount_total::numeric, 2)
            OR move.partner_id <> statement.partner_id)
""",
    """
    SELECT receipt.name || ' says ' || receipt.amount || ', its payment ' || payment.amount || ' '
           || payment.state || ', its entry ' || COALESCE(move.state, 'is none')
      FROM convenience_receipt receipt
      JOIN account_payment payment ON payment.id = receipt.payment_id
      LEFT JOIN account_move move ON move.id = payment.move_id
     WHERE receipt.state = 'posted' AND receipt.company_id = %(company)s
       AND (payment.amount <> receipt.amount OR payment.state NOT IN ('in_process', 'paid')
            OR move.state IS DISTINCT FROM 'posted'
            OR payment.partner_id <> receipt.partner_id
            OR move.origin_payment_id IS DISTINCT FROM payment.id
            OR (SELECT round(sum(abs(balance))::numeric / 2, 2) FROM account_move_line line
                 WHERE line.move_id = move.id) IS DISTINCT FROM receipt.amount::numeric)
""",
    """
    SELECT move.name || ' is booked for ' || payment.name || ', which has another entry'
      FROM account_move move JOIN account_payment payment ON payment.id = move.origin_payment_id
      JOIN convenience_receipt receipt ON receipt.payment_id = payment.id
     WHERE move.id <> payment.move_id AND receipt.company_id = %(company)s
""",
    """
    SELECT statement.name || ': receipts say ' || sum(
               CASE receipt.direction WHEN 'in' THEN line.amount ELSE -line.amount END)
      FROM convenience_receipt_line line
      JOIN convenience_receipt receipt ON receipt.id = line.receipt_id
      JOIN convenience_statement statement ON statement.id = line.statement_id
      JOIN account_move move ON move.id = statement.invoice_id
     WHERE receipt.state = 'posted' AND receipt.company_id = %(company)s
  GROUP BY statement.id, move.amount_total
    HAVING sum(CASE receipt.direction WHEN 'in' THEN line.amount ELSE -line.amount END)
           > move.amount_total + 0.005
""",
    """
    SELECT receipt.name || ' pays ' || line.amount || ' of ' || statement.name
           || ', reconciled are ' || COALESCE(sum(partial.amount), 0)
      FROM convenience_receipt_line line
      JOIN convenience_receipt receipt ON receipt.id = line.receipt_id
      JOIN account_payment payment ON payment.id = receipt.payment_id
      JOIN convenience_statement statement ON statement.id = line.statement_id
      LEFT JOIN account_move_line money ON money.move_id = payment.move_id
      LEFT JOIN account_partial_reconcile partial ON partial.credit_move_id = money.id
            AND partial.debit_move_id IN (SELECT item.id FROM account_move_line item
                                           WHERE item.move_id = statement.invoice_id)
     WHERE receipt.state = 'posted' AND receipt.direction = 'in'
       AND receipt.company_id = %(company)s AND statement.state = 'invoiced'
  GROUP BY receipt.id, line.id, statement.id
    HAVING abs(COALESCE(sum(partial.amount), 0) - line.amount) > 0.005
""",
)


def untrue(env, company):
    """Return, in words, where lists and ledger of a company differ; nothing where they do not."""
    env.flush_all()
    found = []
    for what, listed in LISTED.items():
        account = company[company._convenience_fund_fields()[what]]
        values = {"what": what, "company": company.id, "account": account.id}
        found += env.execute_query(SQL(HELD.format(listed=listed), **values))  # pylint: disable=sql-injection
    for books in BOOKS:
        found += env.execute_query(SQL(books, company=company.id))
    return [words for (words,) in found]
