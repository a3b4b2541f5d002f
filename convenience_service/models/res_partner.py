from odoo import api, fields, models
from odoo.fields import Domain


class ResPartner(models.Model):
    """The partner's form is the service file (服务档案) of a resident. Procedure P2 4.2.5."""

    _name = "res.partner"
    _inherit = ["convenience.partner.wallet", "convenience.partner.held", "res.partner"]

    convenience_occupancy_ids = fields.One2many(
        "convenience.occupancy",
        "partner_id",
        "Units",
        groups="convenience_service.group_clerk,"
        "convenience_service.group_cashier,convenience_service.group_general_manager",
    )
    convenience_unit_names = fields.Char(
        "Lives or Works In",
        compute="_compute_convenience_unit_names",
        groups="convenience_service.group_clerk,"
        "convenience_service.group_cashier,convenience_service.group_general_manager",
    )
    convenience_request_ids = fields.One2many(
        "convenience.request",
        "customer_id",
        "Service Requests",
        groups="convenience_service.group_clerk,"
        "convenience_service.group_cashier,convenience_service.group_general_manager",
    )
    convenience_agreement_ids = fields.One2many(
        "convenience.agreement",
        "partner_id",
        "Agreements",
        groups="convenience_service.group_clerk,"
        "convenience_service.group_cashier,convenience_service.group_general_manager",
    )
    convenience_statement_ids = fields.One2many(
        "convenience.statement",
        "partner_id",
        "Statements",
        groups="convenience_service.group_clerk,"
        "convenience_service.group_cashier,convenience_service.group_general_manager",
    )
    convenience_reminder_ids = fields.One2many(
        "convenience.reminder",
        "partner_id",
        "Reminders",
        groups="convenience_service.group_clerk,"
        "convenience_service.group_cashier,convenience_service.group_general_manager",
    )
    convenience_reminder_stop_ids = fields.One2many(
        "convenience.reminder.stop",
        "partner_id",
        "Stops of Collection",
        domain=[("state", "=", "active")],
        groups="convenience_service.group_clerk,"
        "convenience_service.group_cashier,convenience_service.group_general_manager",
    )
    convenience_loan_ids = fields.One2many(
        "convenience.loan",
        "resident_id",
        "Things Not Returned",
        domain=[("state", "=", "out")],
        groups="convenience_service.group_clerk,convenience_service.group_general_manager",
    )
    # without groups, like `vat`: who copies or merges a contact keeps what it says
    convenience_invoice_title = fields.Char("Invoice Title")
    convenience_tax_number = fields.Char("Tax Number")
    convenience_address_phone = fields.Char("Address and Phone")
    convenience_bank_account = fields.Char("Bank and Account")
    convenience_invoice_email = fields.Char("Tax Invoices To")
    convenience_request_count = fields.Integer(compute="_compute_convenience_counts")
    convenience_statement_count = fields.Integer(compute="_compute_convenience_counts")
    convenience_balance = fields.Monetary(
        "Convenience Services Owed",
        compute="_compute_convenience_balance",
        help="Still to pay of the statements the user may see, in the company's currency.",
    )
    convenience_is_blocked = fields.Boolean(
        "Blocked for Debt",
        compute="_compute_convenience_is_blocked",
        search="_search_convenience_is_blocked",
        groups="convenience_service.group_clerk,"
        "convenience_service.group_cashier,convenience_service.group_general_manager",
        help="Orders nothing paid at one of the user's offices until the director's release.",
    )

    @api.depends("convenience_occupancy_ids.is_current", "convenience_occupancy_ids.unit_id")
    def _compute_convenience_unit_names(self):
        for partner in self:
            # no `filtered` or `mapped`: the units of all partners are read together
            names = dict.fromkeys(
                occupancy.unit_id.name
                for occupancy in partner.convenience_occupancy_ids
                if occupancy.is_current
            )
            partner.convenience_unit_names = ", ".join(names)

    def _compute_convenience_counts(self):
        for model, partner_field, name in (
            ("convenience.request", "customer_id", "convenience_request_count"),
            ("convenience.statement", "partner_id", "convenience_statement_count"),
        ):
            records = self.env[model]
            allowed = records.has_access("read")
            groups = (
                records._read_group([(partner_field, "in", self.ids)], [partner_field], ["__count"])
                if allowed
                else []
            )
            counts = {partner.id: count for partner, count in groups}
            for partner in self:
                partner[name] = counts.get(partner.id, 0)

    def _compute_convenience_balance(self):
        statements = self.env["convenience.statement"]
        if not statements.has_access("read"):
            self.convenience_balance = 0.0
            return
        billed = statements.search(
            [("partner_id", "in", self.ids), ("state", "in", ("confirmed", "invoiced"))]
        )
        by_payer = billed.grouped("partner_id")
        for partner in self:
            owed = by_payer.get(partner, statements).mapped("amount_residual")
            partner.convenience_balance = sum(owed)

    @api.model
    def _convenience_blocked_ids(self, payers=None):
        """Return the ids of the payers who are blocked at an office the user may see."""
        offices = self.env["convenience.office"].search([])
        blocked = self.env["convenience.release"]._blocked(offices, payers)
        return {payer_id for _office_id, payer_id in blocked}

    def _compute_convenience_is_blocked(self):
        blocked = self._convenience_blocked_ids(self._origin)
        for partner in self:
            partner.convenience_is_blocked = partner._origin.id in blocked

    @api.model
    def _search_convenience_is_blocked(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("id", "in", list(self._convenience_blocked_ids()))

    def action_open_convenience_requests(self):
        """Open what the resident ordered."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "convenience_service.action_convenience_request"
        )
        return {**action, "domain": [("customer_id", "in", self.ids)], "context": {}}

    def action_open_convenience_statements(self):
        """Open what the resident was billed."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "convenience_service.action_convenience_statement"
        )
        return {**action, "domain": [("partner_id", "in", self.ids)], "context": {}}
