from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL, format_date


class ConvenienceTill(models.Model):
    """A till (收费处): one cash journal of one office, whose money is counted day by day.

    What is on its account is what lies in it, so no other journal may use that account. A day
    that is signed is a lock on the account: see `account.move`.
    """

    _name = "convenience.till"
    _description = "Till"
    _inherit = ["convenience.guarded.mixin", "mail.thread"]
    _order = "office_id, name"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    office_id = fields.Many2one("convenience.office", required=True, index=True)
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    journal_id = fields.Many2one(
        "account.journal",
        "Cash Journal",
        required=True,
        check_company=True,
        domain="[('type', '=', 'cash'), ('company_id', '=', company_id)]",
        ondelete="restrict",
        help="With an account that no other journal uses.",
    )
    account_id = fields.Many2one(
        "account.account", readonly=True, copy=False, index=True, ondelete="restrict"
    )
    date_start = fields.Date(
        "Cash Book From",
        required=True,
        default=fields.Date.context_today,
        help="First day with a page of its own; what the account held before is the opening.",
    )
    signed_until = fields.Date(
        "Signed Up To", readonly=True, copy=False, help="What comes later is booked later."
    )
    book_ids = fields.One2many("convenience.cash.book", "till_id", "Cash Book", readonly=True)

    _journal_once = models.UniqueIndex("(journal_id)", "The journal is a till already.")

    # ------------------------------------------------------------------ what it is

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"account_id", "signed_until", "book_ids"}

    @api.model
    def _guarded_defaults(self):
        return {
            **super()._guarded_defaults(),
            "account_id": False,
            "signed_until": False,
            "book_ids": [],
        }

    @api.model_create_multi
    def create(self, vals_list):
        tills = super().create(vals_list)
        tills._take_account()
        self.env.registry.clear_cache()
        return tills

    def write(self, vals):
        changed = {"office_id", "journal_id", "date_start"} & vals.keys()
        for till in self if changed else ():
            till._refuse_changing_used(vals)
        result = super().write(vals)
        if "journal_id" in vals:
            self._take_account()
        if {"journal_id", "active"} & vals.keys():
            self.env.registry.clear_cache()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_unused(self):
        for till in self:
            till._refuse_changing_used({"office_id": False})

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    def _refuse_changing_used(self, vals):
        """The pages of a till say which office and journal they are of."""
        names = {"office_id", "journal_id", "date_start"} & vals.keys()
        changed = any(
            self._fields[name].convert_to_cache(vals[name], self)
            != self._fields[name].convert_to_cache(self[name], self)
            for name in names
        )
        if changed and self.sudo().book_ids:
            raise UserError(
                self.env._(
                    "%(till)s has pages in the cash book already: its office, journal and first "
                    "day stay. Archive it and set up another.",
                    till=self.name,
                )
            )

    def _take_account(self):
        """Keep what comes into the journal by the ERP's own screens on its account as well."""
        # sudo: on which account a journal keeps its money binds whoever sets up the till
        for till in self.sudo():
            journal = till.journal_id
            till._write_guarded({"account_id": journal.default_account_id.id})
            ways = (
                journal.inbound_payment_method_line_ids | journal.outbound_payment_method_line_ids
            )
            ways.filtered(lambda way: not way.payment_account_id).write(
                {"payment_account_id": journal.default_account_id.id}
            )
        self._check_account_of_its_own()

    def _check_account_of_its_own(self):
        """What the account holds has to be what lies in the till."""
        # sudo: how journals are set up binds whoever sets up a till
        for till in self.sudo():
            journal, account = till.journal_id, till.account_id
            if journal.type != "cash" or journal.company_id != till.company_id or not account:
                raise ValidationError(
                    self.env._(
                        "%(till)s: choose a cash journal of %(company)s that has an account.",
                        till=till.name,
                        company=till.company_id.name,
                    )
                )
            other = till._other_journal()
            if other or journal.default_account_id != account:
                raise ValidationError(
                    self.env._(
                        "%(till)s: %(account)s has to be the account of %(journal)s alone, or its "
                        "balance is not what lies in the till. See %(other)s, and give each an "
                        "account of its own.",
                        till=till.name,
                        account=account.display_name,
                        journal=journal.name,
                        other=(other or journal).name,
                    )
                )

    def _other_journal(self):
        """Return a journal that uses the account as well, or books this till's money elsewhere."""
        journals = self.env["account.journal"]
        ways = self.env["account.payment.method.line"]
        company = ("company_id", "=", self.company_id.id)
        return (
            journals.search(
                [
                    company,
                    ("id", "!=", self.journal_id.id),
                    ("default_account_id", "=", self.account_id.id),
                ],
                limit=1,
            )
            or ways.search(
                [
                    ("journal_id.company_id", "=", self.company_id.id),
                    ("journal_id", "!=", self.journal_id.id),
                    ("payment_account_id", "=", self.account_id.id),
                ],
                limit=1,
            ).journal_id
            or ways.search(
                [
                    ("journal_id", "=", self.journal_id.id),
                    ("payment_account_id", "not in", [False, self.account_id.id]),
                ],
                limit=1,
            ).journal_id
        )

    # ------------------------------------------------------------------ found by what is booked

    @api.model
    @tools.ormcache()
    def _by_account(self):
        """Return {(company id, account id): till id}; asked for every entry that is booked."""
        # sudo: where money is counted binds whoever books
        tills = self.sudo().with_context(active_test=False).search([("account_id", "!=", False)])
        return {(till.company_id.id, till.account_id.id): till.id for till in tills}

    @api.model
    def _of_journal(self, journal):
        """Return the till that a journal is, as the system sees it."""
        return self.sudo().search([("journal_id", "in", journal.ids)], limit=1)

    # ------------------------------------------------------------------ signed days

    def _hold_open(self):
        """Keep the days from being signed while something is booked on them.

        Whoever signs writes the row. Who looked before is sent back by the database, to look again.
        """
        if self:
            self.env.execute_query(
                SQL(
                    "SELECT id FROM convenience_till WHERE id IN %s ORDER BY id FOR SHARE",
                    self._ids,
                )
            )

    def _next_open_day(self):
        """Return the day on which what comes now is booked."""
        today = self.office_id._today()
        signed = self.signed_until
        return max(today, fields.Date.add(signed, days=1)) if signed else today

    def _refuse_signed(self, entry, day):
        """Raise where an entry would change a signed day."""
        for till in self:
            if till.signed_until and day <= till.signed_until:
                raise UserError(
                    self.env._(
                        "%(entry)s is on %(day)s, a day on which the cash book of %(till)s is "
                        "signed and stays as it is. Book what corrects it today, or cancel the "
                        "receipt, which gets a red one.",
                        entry=entry,
                        day=format_date(self.env, day),
                        till=till.name,
                    )
                )
