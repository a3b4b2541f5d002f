import base64
from contextlib import contextmanager
from datetime import date

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time

from ..common import ConvenienceCommon

PICTURE = base64.b64encode(
    bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
        "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
    )
)


class QuotationCase(ConvenienceCommon):
    """An office that also does what has no fixed price."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.painting = cls._make_item("Painting", 6)
        cls.agency = cls._make_item("Agency", 6)
        cls.repair = cls._make_item("Appliance Repair", 13)
        amendment = cls._make_tariff(
            cls.office,
            date(2026, 1, 2),
            [
                (cls.painting, 0.0, {"price_rule": "quotation"}),
                (cls.agency, 12.5, {"price_rule": "percentage"}),
                (cls.repair, 30.0, {"price_rule": "from"}),
            ],
            kind="amendment",
        )
        with freeze_time("2025-12-01"):
            cls._approve(amendment)

    def _quotation(self, request, rows, user=None):
        """A draft; `rows` are values of lines, for the first service unless they say another."""
        return (
            self.env["convenience.quotation"]
            .with_user(user or self.supervisor)
            .create(
                {
                    "request_id": request.id,
                    "line_ids": [
                        Command.create(
                            {"request_line_id": request.line_ids[0].id, "name": "Labour", **row}
                        )
                        for row in rows
                    ],
                }
            )
        )

    def _offer(self, request, *prices):
        quotation = self._quotation(request, [{"price": price} for price in prices])
        quotation.action_offer()
        return quotation

    def _accept(self, quotation, user=None):
        quotation = quotation.with_user(user or self.clerk)
        quotation.write({"signed_name": "Owner One", "signature": PICTURE})
        quotation.action_accept()
        return quotation

    @contextmanager
    def _refused(self, words):
        """What is done inside is refused with these words, and leaves nothing behind."""
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            yield
