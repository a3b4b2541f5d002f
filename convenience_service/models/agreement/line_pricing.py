from odoo import api, fields, models
from odoo.exceptions import UserError

from ..guard.arguments import TEXT, takes
from ..guard.roles import DIRECTOR
from ..offer.tariff_line import TariffKey
from ..request.line_pricing import TARIFF_PRICES

MONTH = "convenience_service.uom_month"


class ConvenienceAgreementLine(models.Model):
    """Where the price of an agreement comes from: the tariff, or a director who says why.

    A visit costs what the tariff says on the first day of the line. A flat month is copied where
    the tariff itself is by the month; else the director agrees it.
    """

    _name = "convenience.agreement.line"
    _inherit = ["convenience.agreement.line", "convenience.priced.mixin"]

    # ------------------------------------------------------------------ from the tariff

    @api.model
    def _complete_terms(self, vals_list):
        """Return the values with price, taxes and terms of the tariff line that holds.

        :raise UserError: naming item, office and day, where no approved line holds
        """
        agreements = self.env["convenience.agreement"].browse(
            [vals["agreement_id"] for vals in vals_list]
        )
        dated = [
            {**vals, "date_from": fields.Date.to_date(vals.get("date_from")) or agreement.date_from}
            for agreement, vals in zip(agreements, vals_list, strict=True)
        ]
        keys = [
            self._tariff_key(agreement, vals["product_id"], vals["date_from"])
            for agreement, vals in zip(agreements, dated, strict=True)
        ]
        tariff_lines = self._find_holding(keys)
        return [
            {**vals, **self._prepare_terms(agreement, tariff_lines[key], vals.get("price_basis"))}
            for agreement, vals, key in zip(agreements, dated, keys, strict=True)
        ]

    @api.model
    def _tariff_key(self, agreement, product_id, day):
        return TariffKey(agreement.office_id.id, product_id, agreement.customer_type_id.id, day)

    @api.model
    def _find_holding(self, keys):
        """Return {key: the tariff line that holds}, refusing by name what has none."""
        tariff = self.env["convenience.tariff.line"]
        found = tariff._find_tariff_lines(keys)
        for key, line in found.items():
            if not line:
                raise UserError(tariff._missing_line_message(key))
        return found

    @api.model
    def _prepare_terms(self, agreement, tariff_line, price_basis):
        return {
            **self._prepare_tariff_terms(tariff_line, agreement.payer_id),
            "price_unit": self._tariff_price(tariff_line, price_basis or "per_visit"),
            "price_reason": False,
            "price_agreed_by_id": False,
            "settlement_mode": False,
            "end_reason": False,
            "replaces_id": False,
            "rhythm_from": False,
        }

    @api.model
    def _tariff_price(self, tariff_line, price_basis):
        """Return what the tariff says for a visit or for a month; zero where it says neither."""
        # sudo: the desk orders by the tariff, whoever may read its costs
        tariff_line = tariff_line.sudo()
        monthly = tariff_line.uom_id == self.env.ref(MONTH)
        paid = tariff_line.product_id.convenience_charging == "paid"
        says_it = monthly == (price_basis == "flat") and tariff_line.price_rule in TARIFF_PRICES
        return tariff_line.price if paid and says_it else 0.0

    def _copy_tariff_again(self):
        """A draft that begins on another day, or is paid another way, has the price of that."""
        for line in self:
            if not line.date_from:
                line._write_guarded({"date_from": line.agreement_id.date_from})
            key = line._tariff_key(line.agreement_id, line.product_id.id, line.date_from)
            tariff_line = self._find_holding([key])[key]
            line._write_guarded(
                self._prepare_terms(line.agreement_id, tariff_line, line.price_basis)
            )

    # ------------------------------------------------------------------ agreed

    @takes(reason=TEXT)
    def agree_price(self, price, reason):
        """Agree another price than the tariff's, in a draft: the director's, with a reason.

        What is signed already gets another price from a date on, see `change_line`.

        :param float price: of one visit or month, company currency, tax included
        :param str reason: kept on the line
        :raise AccessError: when the user is not a director of the office
        :raise UserError: when the reason is missing, or the agreement is signed
        """
        self._check_director()
        reason = self.agreement_id._clean_reason(reason)
        for line in self:
            line._check_price_open(reason)
        return self._write_guarded(self._prepare_agreed_price(price, reason))

    def _check_director(self):
        self._require_role(DIRECTOR, act=self.env._("agree a price of its own"))
        self.agreement_id._check_own_office()

    def _check_price_open(self, reason):
        if not reason:
            raise UserError(
                self.env._("%(line)s: enter a price and why it is agreed.", line=self.display_name)
            )
        if self.state != "draft":
            raise UserError(
                self.env._(
                    "%(line)s is signed for. Change its price from a date on instead.",
                    line=self.display_name,
                )
            )
        if self._is_free():
            raise UserError(
                self.env._("%(line)s is free: it has no price.", line=self.display_name)
            )

    def _prepare_agreed_price(self, price, reason):
        return {
            "price_unit": self._clean_price(price, self[:1].display_name),
            "price_reason": reason,
            "price_agreed_by_id": self.env.uid,
        }

    def _is_free(self):
        # sudo: whether an item is free is public
        return self.sudo().product_id.convenience_charging == "free"

    # ------------------------------------------------------------------ what is signed for

    def _check_ready(self):
        """Refuse by name what nobody can sign for: no price, or a flat month paid per visit."""
        for line in self:
            if not line.price_unit and not line._is_free():
                raise UserError(
                    self.env._(
                        "%(line)s has no price yet. Have the director agree one first.",
                        line=line.display_name,
                    )
                )
            if line.price_basis == "flat" and line._mode_of_line() == "per_visit":
                raise UserError(
                    self.env._(
                        "%(line)s costs the same every month and cannot be settled per visit. "
                        "Choose monthly or prepaid for the agreement.",
                        line=line.display_name,
                    )
                )
            line._check_days()
        self._check_recurrence()

    def _check_days(self):
        agreement = self.agreement_id
        first, last = self._span()
        if first < agreement.date_from or (last and last < first):
            raise UserError(
                self.env._(
                    "%(line)s lies outside the days of its agreement. Correct its dates first.",
                    line=self.display_name,
                )
            )

    def _mode_of_line(self):
        """What the tariff has paid ahead binds whoever orders; else the agreement says how."""
        # sudo: the tariff's terms bind, whoever reads them
        prepaid = self.sudo().tariff_line_id.prepaid
        return "prepaid" if prepaid else self.agreement_id.settlement_mode

    def _fix_settlement_mode(self):
        self._write_guarded_each(
            {line.id: {"settlement_mode": line._mode_of_line()} for line in self}
        )

    # ------------------------------------------------------------------ on the request

    def _prepare_request_terms(self):
        """Return what a line of a visit copies of the agreement; the tariff is not asked again.

        A visit that the month's price covers costs nothing, but is signed for all the same. The
        deposit is the agreement's, not asked for at every visit.
        """
        # sudo: cost is copied for everybody, shown to few
        line = self.sudo()
        item = line.product_id
        paid = item.convenience_charging == "paid"
        return {
            "agreement_line_id": line.id,
            "product_id": item.id,
            "quantity": line.quantity,
            "amount": line.currency_id.round(line.quantity * line._visit_price()),
            "tariff_line_id": line.tariff_line_id.id,
            "department_id": line.department_id.id,
            "categ_id": item.categ_id.id,
            "name": line.name,
            "uom_id": line.uom_id.id,
            "price_unit": line._visit_price(),
            "tax_ids": [(6, 0, line.tax_ids.ids)],
            "settlement_mode": line.settlement_mode,
            "deposit": 0.0,
            "expected_cost": line.tariff_line_id.expected_cost,
            "signature_required": paid or item.convenience_signature_required,
        }

    def _visit_price(self):
        return 0.0 if self.price_basis == "flat" else self.price_unit
