"""Which open items are an office's, and whose: filled in by the database at once.

An item is the office's whose bill it is or credits, whose payment, or whose receipt says that the
money paid a bill. All others are the company's own.
"""

ORIGINS = """
    UPDATE account_move_line line
       SET convenience_office_id = origin.office_id, convenience_payer_id = origin.partner_id
      FROM (SELECT item.id,
                   COALESCE(statement.office_id, payment.convenience_office_id, receipt.office_id)
                       AS office_id,
                   CASE WHEN statement.id IS NOT NULL THEN statement.partner_id
                        WHEN payment.convenience_office_id IS NOT NULL THEN payment.partner_id
                        ELSE receipt.partner_id END AS partner_id
              FROM account_move_line item
              JOIN account_account account
                ON account.id = item.account_id AND account.account_type = 'asset_receivable'
              JOIN account_move entry ON entry.id = item.move_id
              LEFT JOIN account_move credited
                ON credited.id = entry.reversed_entry_id AND entry.move_type = 'out_refund'
              LEFT JOIN convenience_statement statement
                ON statement.id = COALESCE(
                    entry.convenience_statement_id, credited.convenience_statement_id)
              LEFT JOIN account_payment payment ON payment.id = entry.origin_payment_id
              LEFT JOIN (SELECT DISTINCT ON (source_line_id) source_line_id, office_id, partner_id
                           FROM convenience_receipt
                          WHERE source_line_id IS NOT NULL AND state = 'posted'
                          ORDER BY source_line_id, id DESC) receipt
                ON receipt.source_line_id = item.id) origin
     WHERE origin.id = line.id AND origin.office_id IS NOT NULL
"""


def migrate(cr, version):
    cr.execute(ORIGINS)
