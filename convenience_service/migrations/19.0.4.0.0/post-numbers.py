"""Numbers by year, where nobody changed how they look; what was given out keeps its number.

Why receipts are void stands in their history already.
"""

BY_MONTH = {"convenience.receipt": "SJ", "convenience.handover": "JK"}


def migrate(cr, version):
    for code, letters in BY_MONTH.items():
        cr.execute(
            "UPDATE ir_sequence SET prefix = %s WHERE code = %s AND prefix = %s",
            (f"{letters}%(year)s-", code, f"{letters}%(year)s%(month)s-"),
        )
    cr.execute(
        """
        UPDATE convenience_receipt receipt
           SET void_reason = log.reason
          FROM convenience_move_log log
         WHERE log.res_model = 'convenience.receipt'
           AND log.res_id = receipt.id
           AND log.state_to = 'cancelled'
           AND receipt.state = 'cancelled'
           AND receipt.void_reason IS NULL
        """
    )
