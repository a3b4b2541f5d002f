"""What is not paid ahead yet is computed for the requests that are still to be billed."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    requests = api.Environment(cr, SUPERUSER_ID, {})["convenience.request"]
    waiting = requests.search(
        [
            ("billing_state", "in", ("pending", "to_bill")),
            ("line_ids.settlement_mode", "=", "prepaid"),
        ]
    )
    requests.env.add_to_compute(requests._fields["prepayment_missing"], waiting)
    requests.env.flush_all()
