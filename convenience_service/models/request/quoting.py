from odoo import api, fields, models
from odoo.exceptions import UserError

from ..guard.roles import SUPERVISOR
from .quotation import OPEN_QUOTATIONS


class ConvenienceRequest(models.Model):
    """Work without a fixed price is quoted and accepted before somebody is sent.

    Where somebody has to look first, a supervisor lets the price be quoted on the spot: then it
    is the end of the work that waits for the customer's acceptance.
    """

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    quotation_ids = fields.One2many("convenience.quotation", "request_id", "Quotations")
    quote_on_site = fields.Boolean(
        "Quote on the Spot",
        readonly=True,
        copy=False,
        help="Somebody goes and looks before there is a price; the work ends after it is accepted.",
    )
    needs_quotation = fields.Boolean(compute="_compute_needs_quotation")

    @api.depends("line_ids.price_unit", "line_ids.tariff_line_id", "responsibility")
    def _compute_needs_quotation(self):
        for request in self:
            request.needs_quotation = bool(request.line_ids._awaiting_price())

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"quote_on_site"}

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "quote_on_site": False}

    @api.ondelete(at_uninstall=False)
    def _unlink_unquoted(self):
        for request in self:
            if request.quotation_ids:
                raise UserError(
                    self.env._(
                        "%(request)s has quotations, which stay on file. Cancel it instead.",
                        request=request.name,
                    )
                )

    # ------------------------------------------------------------------ moves

    def _check_move(self, move):
        result = super()._check_move(move)
        if move.via == "import":
            return result
        if move.target == "assigned":
            self.filtered(lambda request: not request.quote_on_site)._check_quoted()
        elif move.target in ("done", "signed"):
            self._check_quoted()
        return result

    def _obstacle(self):
        offered = "offered" in self.quotation_ids.mapped("state")
        waits = not self.quote_on_site and (offered or self.needs_quotation)
        return "quotation" if waits else super()._obstacle()

    def _check_quoted(self):
        """Nobody is sent, or finishes, while the customer has not agreed to the price."""
        # sudo: an offer binds whether or not the user sees it
        offered = self.sudo().quotation_ids.filtered(lambda one: one.state == "offered")
        if offered:
            raise UserError(
                self.env._(
                    "%(request)s: quotation %(quotation)s is not decided yet. Have the customer "
                    "accept or refuse it first.",
                    request=offered[0].request_id.name,
                    quotation=offered[0].name,
                )
            )
        unpriced = self.line_ids._awaiting_price()
        if unpriced:
            raise UserError(
                self.env._(
                    "%(request)s: %(item)s has no price yet. Quote it and have the customer accept "
                    "the quotation first.",
                    request=unpriced[0].request_id.name,
                    item=unpriced[0].product_id.display_name,
                )
            )

    def _after_move(self, move):
        if move.target == "cancelled":
            # sudo: who cancels the request takes its offers back
            self.sudo().quotation_ids.filtered(
                lambda quotation: quotation.state in OPEN_QUOTATIONS
            )._withdraw_with_request()
        return super()._after_move(move)

    # ------------------------------------------------------------------ actions

    def action_quote(self):
        """Open the quotation of the request, drafted with what has no price yet."""
        self.ensure_one()
        quotation = self.quotation_ids.filtered(lambda one: one.state in OPEN_QUOTATIONS)[:1]
        if not quotation:
            quotation = self.env["convenience.quotation"].create(self._prepare_quotation())
        return quotation._open_form()

    def _prepare_quotation(self):
        quotable = self.line_ids._awaiting_price() or self.line_ids.filtered(
            lambda line: line._is_quotable()
        )
        if not quotable:
            raise UserError(
                self.env._(
                    "%(request)s: every service has a fixed price in the tariff. There is nothing "
                    "to quote.",
                    request=self.name,
                )
            )
        return {
            "request_id": self.id,
            "place": "on_site" if self.state == "in_progress" else "desk",
            "line_ids": [
                fields.Command.create({"request_line_id": line.id, "name": line.name})
                for line in quotable
            ],
        }

    def action_quote_on_site(self):
        """Let somebody go and look before there is a price (上门报价)."""
        return self._set_quote_on_site(True)

    def action_quote_at_desk(self):
        """Quote before somebody is sent, as usual."""
        return self._set_quote_on_site(False)

    def _set_quote_on_site(self, on_site):
        self._require_role(SUPERVISOR, act=self.env._("decide that it is quoted on the spot"))
        for request in self:
            if request.state != "new":
                raise UserError(
                    self.env._(
                        "%(request)s is %(state)s: where it is quoted is decided before somebody "
                        "is sent.",
                        request=request.name,
                        state=request._state_label(request.state),
                    )
                )
        self._check_own_office()
        return self._write_guarded({"quote_on_site": on_site})
