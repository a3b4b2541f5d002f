from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..request.request_line import COST_GROUPS
from .loss_case import CLOSED

TURNED = 3  # months without a loss, one after the other, that close a case


class ConvenienceLossMonth(models.Model):
    """What an item brought and cost in a month, as it is known; kept once the month is over and
    billed.
    """

    _name = "convenience.loss.month"
    _description = "Month of a Losing Item"
    _inherit = ["convenience.guarded.mixin"]
    _order = "case_id, date"

    case_id = fields.Many2one(
        "convenience.loss.case", required=True, index=True, readonly=True, ondelete="cascade"
    )
    office_id = fields.Many2one(related="case_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date("Month", required=True, readonly=True)
    subscribers = fields.Integer(readonly=True, aggregator="avg")
    revenue = fields.Monetary(readonly=True)
    cost = fields.Monetary(readonly=True, groups=COST_GROUPS)
    result = fields.Monetary(readonly=True, groups=COST_GROUPS)

    _once = models.UniqueIndex("(case_id, date)", "The month is there already.")

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "case_id", "date", "subscribers", "revenue", "cost", "result",
        }  # fmt: skip


class ConvenienceLossCase(models.Model):
    """The watch: what the months say, which items are proposed, and which have turned."""

    _name = "convenience.loss.case"
    _inherit = ["convenience.loss.case"]

    @api.model
    def _results(self, office, first, last):
        """Return {item: {month: (subscribers, revenue, cost)}} from a first month to a last one.

        Flat months are those that are billed, and what runs at its price where none is yet.
        """
        rows = self.env["convenience.economics"]
        after = last + relativedelta(months=1)
        domain = Domain("office_id", "=", office.id)
        domain &= Domain("date", ">=", first) & Domain("date", "<", after)
        found = defaultdict(lambda: defaultdict(lambda: [0, 0.0, 0.0]))
        for product, kind, month, revenue, cost in rows._read_group(
            domain & Domain("product_id", "!=", False),
            ["product_id", "kind", "date:month"],
            ["revenue:sum", "cost:sum"],
        ):
            if kind == "flat":
                continue
            sums = found[product][month]
            sums[1] += revenue
            sums[2] += cost
        month = first
        while month <= last:
            for product, subscribers, revenue in self._flat_month(office, month):
                sums = found[product][month]
                sums[0] += subscribers
                sums[1] += revenue
            month += relativedelta(months=1)
        return found

    @api.model
    def _flat_month(self, office, month):
        """Yield (item, subscribers, what they pay) of the agreements that run at a month's end."""
        end = month + relativedelta(months=1, days=-1)
        running = self.env["convenience.agreement.line"].search(
            Domain("office_id", "=", office.id)
            & Domain("state", "in", ("active", "ended"))
            & (Domain("date_from", "=", False) | Domain("date_from", "<=", end))
            & Domain("agreement_id.date_from", "<=", end)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", end))
            & (
                Domain("agreement_id.date_to", "=", False)
                | Domain("agreement_id.date_to", ">=", end)
            )
        )
        groups = self.env["convenience.statement.line"]._read_group(
            [
                ("agreement_line_id", "in", running.ids),
                ("period_to", ">=", month),
                ("period_to", "<=", end),
                ("active", "=", True),
            ],
            ["agreement_line_id"],
            ["amount:sum"],
        )
        billed = {line.id: amount for line, amount in groups}
        for product, lines in running.grouped("product_id").items():
            flat = lines.filtered(lambda line: line.price_basis == "flat")
            paid = sum(billed.get(line.id, line._month_price()) for line in flat)
            yield product, len(lines.agreement_id), paid

    # ------------------------------------------------------------------ proposing

    @api.model
    def _cron_watch(self):
        """Propose what loses, follow what is open; safe to run at any time, and twice."""
        for office in self.env["convenience.office"].search([]):
            if office.try_lock_for_update(allow_referencing=True):
                office._do_apart(self._watch)
                self.env["ir.cron"]._commit_progress(1)

    @api.model
    def _watch(self, office):
        months = max(office.company_id.convenience_loss_months, 1)
        this_month = office._today().replace(day=1)
        first = this_month - relativedelta(months=months)
        results = self._results(office, first, this_month)
        open_cases = self.search([("office_id", "=", office.id), ("state", "not in", CLOSED)])
        open_cases._follow()
        known = open_cases | self._lately_rejected(office)
        proposed = {
            product: because
            for product, by_month in results.items()
            if product not in known.product_id
            and not self._is_spared(office, product)
            and (because := self._losing(office, product, by_month, first, this_month))
        }
        cases = self._create_guarded(
            [
                {
                    "office_id": office.id,
                    "product_id": product.id,
                    "because": because,
                    "opened_on": office._today(),
                }
                for product, because in proposed.items()
            ]
        )
        cases._follow()

    @api.model
    def _lately_rejected(self, office):
        """What was looked at and is no case is left alone for as long as new items are spared."""
        months = office.company_id.convenience_loss_spared
        since = office._today() - relativedelta(months=months)
        return self.search(
            [
                ("office_id", "=", office.id),
                ("state", "=", "rejected"),
                ("closed_on", ">", since),
            ]
        )

    @api.model
    def _losing(self, office, product, by_month, first, this_month):
        """Return why the item is a case, or False. What has no cost on record is none."""
        company = office.company_id
        subscribers, revenue, cost = by_month.get(this_month, (0, 0.0, 0.0))
        if 0 < subscribers < product.convenience_min_subscribers and revenue < cost:
            return "subscribers"
        whole = [month for month in by_month if month < this_month]
        losses = {
            month: by_month[month][1] - by_month[month][2] for month in whole if by_month[month][2]
        }
        if company.convenience_loss_sum and any(
            -loss > company.convenience_loss_sum for loss in losses.values()
        ):
            return "sum"
        months = company.convenience_loss_months
        running = [losses.get(first + relativedelta(months=number), 0) for number in range(months)]
        return "months" if months and all(loss < 0 for loss in running) else False

    @api.model
    def _is_spared(self, office, product):
        """Whether the item is new on the office's list."""
        line = self.env["convenience.tariff.line"].search(
            [
                ("office_id", "=", office.id),
                ("product_id", "=", product.id),
                ("approved", "=", True),
            ],
            order="date_start",
            limit=1,
        )
        months = office.company_id.convenience_loss_spared
        return bool(not line or line.date_start + relativedelta(months=months) > office._today())

    # ------------------------------------------------------------------ following

    def _follow(self):
        """Bring the months up to date, and close what has turned or is stopped."""
        for office, cases in self.grouped("office_id").items():
            this_month = office._today().replace(day=1)
            since = min(cases.mapped("opened_on")).replace(day=1) - relativedelta(months=1)
            results = self._results(office, since, this_month)
            for case in cases:
                first = case.opened_on.replace(day=1) - relativedelta(months=1)
                own = results[case.product_id].items()
                case._note_months({day: sums for day, sums in own if day >= first}, this_month)
                if case.state == "following":
                    case._close_if_settled(this_month)

    def _note_months(self, by_month, this_month):
        months = self.env["convenience.loss.month"]
        known = {one.date: one for one in self.month_ids}
        # what is over for two months is billed, and stays
        kept = this_month - relativedelta(months=2)
        changed, created = {}, []
        for month, (subscribers, revenue, cost) in sorted(by_month.items()):
            values = {
                "subscribers": subscribers,
                "revenue": revenue,
                "cost": cost,
                "result": revenue - cost,
            }
            if month not in known:
                created.append({"case_id": self.id, "date": month, **values})
            elif month >= kept:
                changed[known[month].id] = values
        months.browse(changed)._write_guarded_each(changed)
        months._create_guarded(created)

    def _close_if_settled(self, this_month):
        since = self.office_id._local_date(self.decided_on).replace(day=1)
        over = self.month_ids.filtered(lambda one: since < one.date < this_month)
        last = over.sorted("date")[-TURNED:]
        wanted = [this_month - relativedelta(months=number) for number in range(TURNED, 0, -1)]
        if self.measure == "stop" and not self._line_in_force():
            self._settle(self.env._("The item is stopped."))
        elif last.mapped("date") == wanted and all(one.result >= 0 for one in last):
            self._settle(self.env._("No loss for %(months)s months.", months=TURNED))

    def _settle(self, because):
        today = self.office_id._today()
        values = {"closed_on": today, "closed_because": because}
        self._move_to_by_system("closed", values={self.id: values}, reason=because)
