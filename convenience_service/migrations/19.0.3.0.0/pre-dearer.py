"""What is agreed of work that is under way, and what was waived of prepayments.

Columns are made here, so that the update does not compute them for every request there ever was:
what is closed is neither dearer nor waits for money. What a request cost at the update counts as
agreed, with the share that offices start with; what a sheet brought in was never sent for.
"""

from odoo.tools.sql import column_exists, create_column

MONEY = (
    "amount_agreed",
    "amount_accepted",
    "raise_limit",
    "amount_approved",
    "amount_raised",
    "prepayment_missing",
    "prepayment_waived_amount",
)


def migrate(cr, version):
    columns = [(name, "numeric") for name in MONEY]
    columns += [("is_raise_to_approve", "boolean"), ("agreed_on", "timestamp")]
    for name, kind in columns:
        if not column_exists(cr, "convenience_request", name):
            create_column(cr, "convenience_request", name, kind)
    cr.execute(
        """
        UPDATE convenience_request request
           SET amount_agreed = agreed.amount,
               amount_accepted = agreed.amount,
               raise_limit = round(agreed.amount * 1.2, 2),
               agreed_on = CASE WHEN agreed.under_way THEN now() AT TIME ZONE 'UTC' END,
               amount_approved = 0,
               amount_raised = 0,
               is_raise_to_approve = FALSE,
               prepayment_missing = 0,
               prepayment_waived_amount =
                   CASE WHEN prepayment_waived THEN COALESCE(amount_total, 0) ELSE 0 END
          FROM (SELECT id,
                       under_way,
                       CASE WHEN under_way THEN COALESCE(amount_total, 0) ELSE 0 END AS amount
                  FROM (SELECT id, amount_total,
                               assigned_on IS NOT NULL AND state IN
                               ('assigned', 'in_progress', 'done', 'signed') AS under_way
                          FROM convenience_request) sent) agreed
         WHERE agreed.id = request.id
        """
    )
