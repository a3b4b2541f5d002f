from datetime import date

from freezegun import freeze_time

from odoo.fields import Command

from ..common import PIXEL, ConvenienceCommon

SIGNED = {"signed_name": "Owner", "signed_on_paper": True, "scan": PIXEL}


class AgreementCommon(ConvenienceCommon):
    """An office whose tariff has services by the visit and by the month, and a signed owner."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wash = cls._make_item("Car Wash", 6)
        cls.garden = cls._make_item("Garden Care", 6)
        month = {"uom_id": cls.env.ref("convenience_service.uom_month").id}
        with freeze_time("2026-07-31 04:00:00"):
            amendment = cls._make_tariff(
                cls.office,
                date(2026, 8, 1),
                [(cls.wash, 20.0), (cls.garden, 310.0, month)],
                kind="amendment",
            )
            cls._approve(amendment)
        cls.office.service_manager_id = cls.service_manager

    def _prepare_line(self, item=None, **values):
        return {
            "product_id": (item or self.garden).id,
            "price_basis": "flat" if (item or self.garden) == self.garden else "per_visit",
            "frequency": "weekly",
            "monday": True,
            **values,
        }

    def _draft(self, *lines, **values):
        """An agreement as the clerk registers it, starting on 1 September 2026."""
        lines = lines or (self._prepare_line(),)
        return (
            self.env["convenience.agreement"]
            .with_user(self.clerk)
            .create(
                {
                    "unit_id": self.unit.id,
                    "partner_id": self.owner.id,
                    "date_from": date(2026, 9, 1),
                    "line_ids": [Command.create(line) for line in lines],
                    **values,
                }
            )
        )

    def _agreement(self, *lines, **values):
        """A signed and active agreement, as the clerk sees it."""
        agreement = self._draft(*lines, **values)
        agreement.write(SIGNED)
        agreement.action_activate()
        return agreement

    def _visits(self, line, *days):
        """Visits of the line, registered by the job."""
        return self.env["convenience.request"]._register_visits(
            [(line.sudo(), day) for day in days]
        )
