from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain

from ..offer.tariff_line import OFFER_OPERATIONS

FINISHED = ("done", "signed", "reviewed")


class Offered(NamedTuple):
    """An item for a type of customer (none: for every type), ids; or a wish without an item."""

    product_id: int
    customer_type_id: int
    wish: str = ""


class ConvenienceAnnualRound(models.Model):
    """Last year in figures: the database adds up, one query a kind of figure."""

    _name = "convenience.annual.round"
    _inherit = ["convenience.annual.round"]

    def _collect_figures(self):
        """Make or renew the lines: all that is in force, was done, or was asked for.

        :return: True
        """
        for one in self:
            # sudo: sums of the office, for who may see the round
            one.sudo()._renew_lines()
        return True

    def _renew_lines(self):
        in_force = self._lines_in_force()
        figures = self._figures_of_year(in_force)
        known = {line._offered(): line for line in self.line_ids}
        for offered in in_force:
            figures.setdefault(offered, {})
        wanted = sorted(figures, key=lambda offered: self._order_of(offered, in_force))
        lines = self.env["convenience.annual.line"]
        changed, created = {}, []
        for sequence, offered in enumerate(wanted, start=1):
            values = self._prepare_line(offered, figures[offered], in_force, sequence)
            if offered in known:
                changed[known[offered].id] = values
            elif in_force.get(offered) or any(figures[offered].values()):
                created.append({"round_id": self.id, **self._named(offered), **values})
        for line_id, values in changed.items():
            lines.browse(line_id)._write_guarded(values)
        lines._create_guarded(created)
        self._write_guarded({"figures_on": fields.Datetime.now()})
        self.line_ids._suggest()

    @api.model
    def _named(self, offered):
        return {
            "product_id": offered.product_id,
            "customer_type_id": offered.customer_type_id,
            "wish": offered.wish,
        }

    @api.model
    def _order_of(self, offered, in_force):
        """As the list in force has them; what is not in it comes last."""
        line = in_force.get(offered)
        return (not line, line.sequence if line else 0, line.id if line else 0, *map(str, offered))

    def _prepare_line(self, offered, figures, in_force, sequence):
        line = in_force.get(offered)
        zero = dict.fromkeys(self.env["convenience.annual.line"]._figures(), 0)
        return {
            **zero,
            **figures,
            "sequence": sequence,
            "tariff_line_id": line.id if line else False,
        }

    def _lines_in_force(self):
        """Return {`Offered`: the tariff line that holds today}."""
        approved = [("office_id", "=", self.office_id.id), ("approved", "=", True)]
        lines = self.env["convenience.tariff.line"].search(approved)
        return {
            Offered(line.product_id.id, line.customer_type_id.id): line
            for line in lines.filtered("is_in_force")
            if line.operation in OFFER_OPERATIONS
        }

    # ------------------------------------------------------------------ adding up

    def _figures_of_year(self, in_force):
        """Hook: return {`Offered`: {figure: value}} of the year before.

        What was done goes to the line of the list that it was ordered by; what is known by item
        only, to the line for every type, or the only one.
        """
        figures = defaultdict(dict)
        by_item = defaultdict(dict)
        self._add_work(figures)
        self._add_by_item(by_item)
        for product_id, values in by_item.items():
            own = (one for one in (*figures, *in_force) if one.product_id == product_id)
            chosen = min(
                own,
                key=lambda one: (bool(one.customer_type_id), one),
                default=Offered(product_id, False),
            )
            for name, value in values.items():
                figures[chosen][name] = figures[chosen].get(name, 0) + value
        for wish, count in self._wishes().items():
            figures[Offered(False, False, wish)] = {"demands": count}
        return figures

    def _of_year(self, field_name):
        first, last = self._span()
        office = Domain("office_id", "=", self.office_id.id)
        return office & Domain(field_name, ">=", first) & Domain(field_name, "<=", last)

    def _add_work(self, figures):
        groups = self.env["convenience.request.line"]._read_group(
            self._of_year("date_done") & Domain("request_id.state", "in", FINISHED),
            ["product_id", "tariff_line_id"],
            ["__count", "quantity:sum", "amount:sum", "cost:sum"],
        )
        for product, tariff_line, times, quantity, amount, cost in groups:
            own = figures[Offered(product.id, tariff_line.customer_type_id.id)]
            for name, value in (
                ("times", times), ("quantity", quantity), ("revenue", amount), ("cost", cost or 0),
            ):  # fmt: skip
                own[name] = own.get(name, 0) + value

    def _add_by_item(self, by_item):
        for name, groups in (
            ("revenue", self._flat_months()),
            ("subscribers", self._subscribers()),
            ("complaints", self._complaints()),
            ("demands", self._demands()),
        ):
            for product, value in groups:
                own = by_item[product.id]
                own[name] = own.get(name, 0) + value

    def _flat_months(self):
        claims = Domain("agreement_line_id", "!=", False) & Domain("active", "=", True)
        return self.env["convenience.statement.line"]._read_group(
            self._of_year("period_to") & claims, ["product_id"], ["amount:sum"]
        )

    def _subscribers(self):
        _first, last = self._span()
        on_last_day = last + timedelta(days=1)
        running = Domain("office_id", "=", self.office_id.id) & Domain(
            "state", "in", ("active", "ended")
        )
        begun = Domain("date_from", "=", False) | Domain("date_from", "<", on_last_day)
        begun &= Domain("agreement_id.date_from", "<", on_last_day)
        goes_on = Domain("date_to", "=", False) | Domain("date_to", ">=", last)
        goes_on &= Domain("agreement_id.date_to", "=", False) | Domain(
            "agreement_id.date_to", ">=", last
        )
        return self.env["convenience.agreement.line"]._read_group(
            running & begun & goes_on, ["product_id"], ["agreement_id:count_distinct"]
        )

    def _complaints(self):
        about = self.env["convenience.complaint"]._read_group(
            self._of_year("date") & Domain("request_id", "!=", False),
            ["request_id"],
            ["__count"],
        )
        counts = {request.id: count for request, count in about}
        lines = self.env["convenience.request.line"]._read_group(
            [("request_id", "in", list(counts))], ["product_id", "request_id"]
        )
        return [(product, counts[request.id]) for product, request in lines]

    def _demands(self):
        return self.env["convenience.demand"]._read_group(
            self._of_year("date") & Domain("product_id", "!=", False), ["product_id"], ["__count"]
        )

    def _wishes(self):
        """Return {wish: how often it was asked for}, of wishes that name no item."""
        groups = self.env["convenience.demand"]._read_group(
            self._of_year("date") & Domain("product_id", "=", False), ["wish"], ["__count"]
        )
        wishes = defaultdict(int)
        for wish, count in groups:
            wishes[" ".join((wish or "").split())] += count
        return wishes


class ConvenienceAnnualLine(models.Model):
    _name = "convenience.annual.line"
    _inherit = ["convenience.annual.line"]

    def _offered(self):
        return Offered(
            self.product_id.id if not self.wish else False,
            self.customer_type_id.id,
            self.wish or "",
        )
