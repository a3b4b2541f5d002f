from odoo import api, fields, models

from ..guard.roles import GENERAL_MANAGER, SERVICE_MANAGER


class ConvenienceTariff(models.Model):
    """What a tariff changes, as who decides it reads it: line by line, from which price to which,
    at what cost. P2 4.1.6.
    """

    _name = "convenience.tariff"
    _inherit = ["convenience.tariff"]

    changes_shown = fields.Html(
        "What Changes", compute="_compute_changes_shown", sanitize=False, exportable=False
    )

    @api.depends("line_ids.price", "line_ids.operation", "date_start", "kind", "state")
    @api.depends_context("uid", "lang")
    def _compute_changes_shown(self):
        qweb = self.env["ir.qweb"]
        for tariff in self:
            rows = [tariff._shown(change) for change in tariff._price_changes()]
            values = {"rows": rows, "shows_cost": tariff._shows_cost(), "tariff": tariff}
            tariff.changes_shown = qweb._render("convenience_service.tariff_changes", values)

    def _shows_cost(self):
        """Costs are for who proposes prices, and who decides them."""
        return self.env.user._has_convenience_role(
            SERVICE_MANAGER, GENERAL_MANAGER, companies=self.sudo().company_id
        )

    def _shown(self, change):
        """Return what is shown of a `PriceChange`, in words; see `tariff_changes`."""
        line, old = change.line, change.old
        compared = bool(line and old and line.operation != "stop")
        more = line.price - old.price if compared else 0.0
        labels = dict(self._change_labels())
        return {
            "item": change.product.display_name,
            "types": ", ".join(change.types.mapped("name")),
            "kind": change.kind,
            "label": labels[change.kind],
            "before": old._price_in_words() if old else "",
            "after": line._price_in_words() if line and line.operation != "stop" else "",
            "more": self._in_currency(more) if more else "",
            "percent": f"{more / old.price:+.0%}" if more and old.price else "",
            "cost": self._in_currency(line.expected_cost) if line and line.expected_cost else "",
            "margin": f"{line.margin_rate:.1%}" if line and line.price else "",
            "markup": f"{line.markup_rate:.1%}" if line and line.expected_cost else "",
            "reason": (line.reason or line.margin_reason or "") if line else "",
        }

    @api.model
    def _change_labels(self):
        field = self.env["convenience.notice.change"]._fields["change"]
        return field._description_selection(self.env)
