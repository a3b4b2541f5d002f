from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date
from odoo.tools.translate import LazyTranslate

from ..guard.reason import asks_reason
from ..guard.roles import CASHIER, GENERAL_MANAGER, SERVICE_MANAGER
from ..guard.workflow import Move

_lt = LazyTranslate(__name__)


class ConvenienceCashBook(models.Model):
    """One page of the cash book (现金日记账): a till on one local day.

    What it says is read from the ledger until it is signed; from then on it is a plain value, and
    the day is locked. Days that nobody signed yet never stop anybody from taking money.
    """

    _name = "convenience.cash.book"
    _description = "Cash Book"
    _inherit = ["convenience.workflow.mixin", "mail.thread"]
    _order = "date desc, till_id"

    till_id = fields.Many2one(
        "convenience.till", required=True, readonly=True, index=True, ondelete="restrict"
    )
    office_id = fields.Many2one(related="till_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="till_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date("Day", required=True, readonly=True, index=True)
    state = fields.Selection(
        [("open", "Not Counted"), ("counted", "Money Counted"), ("signed", "Signed")],
        required=True,
        default="open",
        index=True,
        copy=False,
    )
    amount_counted = fields.Monetary("Counted", readonly=True, copy=False)
    counted_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    counted_on = fields.Datetime(readonly=True, copy=False)
    counted_with_id = fields.Many2one(
        "convenience.cash.book",
        readonly=True,
        copy=False,
        help="The money was counted once, at the end of that day, for the days before as well.",
    )
    signed_by_id = fields.Many2one("res.users", "Checked By", readonly=True, copy=False)
    signed_on = fields.Datetime("Checked On", readonly=True, copy=False)
    page = fields.Json(readonly=True, copy=False, help="What it said when it was signed.")

    _day_once = models.UniqueIndex("(till_id, date)", "There is a page of this day already.")

    @api.depends("till_id", "date")
    def _compute_display_name(self):
        for book in self:
            day = format_date(self.env, book.date) if book.date else ""
            book.display_name = f"{book.till_id.sudo().name or ''} {day}"

    # ------------------------------------------------------------------ workflow

    @api.model
    def _workflow_moves(self):
        return [
            *super()._workflow_moves(),
            Move("open", "counted", (CASHIER,)),
            Move("counted", "open", (CASHIER, SERVICE_MANAGER)),
            Move("counted", "signed", (CASHIER, SERVICE_MANAGER)),
        ]

    @api.model
    def _workflow_stamps(self):
        return {
            **super()._workflow_stamps(),
            "counted": ("counted_by_id", "counted_on"),
            "signed": ("signed_by_id", "signed_on"),
        }

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "till_id", "date", "amount_counted", "counted_with_id", "page",
        }  # fmt: skip

    @api.model
    def _guarded_defaults(self):
        return {
            **super()._guarded_defaults(),
            "amount_counted": 0.0,
            "counted_with_id": False,
            "page": False,
        }

    @api.model
    def _workflow_locked_states(self):
        return super()._workflow_locked_states() | {"counted", "signed"}

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_permitted_creation(vals_list):
            raise UserError(
                self.env._("A page of the cash book comes with the money, not by hand.")
            )
        return super().create(vals_list)

    # ------------------------------------------------------------------ pages

    @api.model
    def _make_pages(self, tills):
        """Make the missing pages: of each day on which money moved, and of today."""
        # sudo: pages come from the ledger, whoever looks at them
        tills, books = tills.sudo(), self.sudo()
        have = set(
            books.search([("till_id", "in", tills.ids)]).mapped(lambda b: (b.till_id, b.date))
        )
        wanted = {(till, till.office_id._today()) for till in tills}
        wanted |= {(till, day) for till in tills for day in till._daily_sums()}
        return books._create_guarded(
            [
                {"till_id": till.id, "date": day}
                for till, day in sorted(wanted - have, key=lambda key: (key[0].id, key[1]))
                if day >= till.date_start and not (till.signed_until and day <= till.signed_until)
            ]
        )

    @api.model
    def _cron_make_pages(self):
        """Every day with money has a page, whether somebody looked at it or not."""
        self._make_pages(self.env["convenience.till"].search([("active", "=", True)]))

    @api.model
    def action_open_books(self):
        """Open the cash book, with a page of every day up to today."""
        self._require_role(
            CASHIER, SERVICE_MANAGER, GENERAL_MANAGER, act=self.env._("read the cash book")
        )
        self._make_pages(self.env["convenience.till"].search([("active", "=", True)]))
        return self.env["ir.actions.act_window"]._for_xml_id(
            "convenience_service.action_convenience_cash_book"
        )

    def action_print(self):
        """Print the pages, each on a sheet."""
        return self.env.ref("convenience_service.action_report_cash_book").report_action(self)

    @asks_reason(_lt("Count Again"))
    def action_reopen(self, reason=None):
        """Have a day counted again.

        :param str reason: why, kept in the history
        """
        cleared = {"amount_counted": 0.0, "counted_with_id": False}
        return self._move_to("open", values=dict.fromkeys(self.ids, cleared), reason=reason)
