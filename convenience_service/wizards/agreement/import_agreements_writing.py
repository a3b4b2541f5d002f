from odoo import api, models
from odoo.fields import Command

from ...models.agreement.rhythm import WEEKDAYS
from ...sheets import values

CHINESE_DAYS = "一二三四五六日"


class ConvenienceImportAgreements(models.AbstractModel):
    """How a sheet of running agreements is written."""

    _name = "convenience.import.agreements"
    _inherit = ["convenience.import.agreements"]

    @api.model
    def _write_rows(self, office, rows):
        by_number = {}
        for row in self._new(rows):
            by_number.setdefault(values.folded(row.get("paper")), []).append(row)
        groups = list(by_number.values())
        agreements = self.env["convenience.agreement"].create(
            [self._prepare_agreement(group) for group in groups]
        )
        for agreement, group in zip(agreements, groups, strict=True):
            agreement._write_guarded({"opening_number": group[0].get("paper")})
            for line, row in zip(agreement.line_ids.sorted("id"), group, strict=True):
                line._write_guarded(self._prepare_agreed(row))
        agreements._move_to("active")

    @api.model
    def _prepare_agreement(self, rows):
        service = rows[0].plan
        return {
            "unit_id": service.unit.id,
            "partner_id": service.partner.id,
            "date_from": min(row.plan.first for row in rows),
            "settlement_mode": rows[0].get("settlement_mode"),
            "signed_name": service.partner.name,
            "signed_on_paper": True,
            "line_ids": [Command.create(self._prepare_line(row)) for row in rows],
        }

    @api.model
    def _prepare_line(self, row):
        return {
            "product_id": row.plan.item.id,
            "quantity": row.get("quantity", 1.0),
            "price_basis": row.get("basis"),
            "frequency": row.get("frequency"),
            "date_from": row.plan.first,
            **self._prepare_days(row),
        }

    @api.model
    def _prepare_days(self, row):
        """Days of the week as they are written, or days of the month."""
        written = row.get("days") or []
        if row.get("frequency") == "weekly":
            days = [self._weekday_of(text) for text in written]
            return dict.fromkeys(days or [WEEKDAYS[row.get("start").weekday()]], True)
        if row.get("frequency") in ("monthly", "yearly"):
            return {"month_days": ",".join(written) or str(row.get("start").day)}
        return {}

    @api.model
    def _weekday_of(self, text):
        """Return the field of a weekday: 周一, 星期一 or Monday; None for what is none."""
        name = values.folded(text)
        if name in WEEKDAYS:
            return name
        sign = name.removeprefix("星期").removeprefix("周").replace("天", "日")
        return dict(zip(CHINESE_DAYS, WEEKDAYS, strict=True)).get(sign)

    @api.model
    def _prepare_agreed(self, row):
        """Return what was agreed on paper; its deposit comes with the sheet of deposits."""
        return {
            "price_unit": row.get("price"),
            "price_reason": self.env._("As agreed on paper %(number)s", number=row.get("paper")),
            "price_agreed_by_id": self.env.uid,
            "rhythm_from": row.get("start"),
            "deposit": 0.0,
        }
