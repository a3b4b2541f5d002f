from odoo import fields, models

DISPATCH_MODES = [
    ("manual", "By Hand"),
    ("claim", "Claimed by Workers"),
    ("turn", "In Turn"),
]


class ConvenienceDispatchRule(models.Model):
    """How a department of an office shares out its work (P2 4.2.6).

    Without a rule the supervisor sends somebody by hand. In turn means among those present, the
    one whose last turn is longest ago first; who has as many open jobs as the ceiling is passed
    over.
    """

    _name = "convenience.dispatch.rule"
    _description = "Dispatch of a Department"
    _inherit = ["convenience.guarded.mixin"]
    _order = "office_id, department_id"
    _rec_name = "department_id"
    _check_company_auto = True

    office_id = fields.Many2one("convenience.office", required=True, index=True)
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    department_id = fields.Many2one("hr.department", required=True, check_company=True)
    mode = fields.Selection(DISPATCH_MODES, required=True, default="manual")
    ceiling = fields.Integer("Open Jobs at Most", help="For each of the staff. 0: no ceiling.")
    turn_serial = fields.Integer(readonly=True, copy=False)

    _once = models.UniqueIndex(
        "(office_id, department_id)", "The department already has a rule at this office."
    )
    _ceiling_positive = models.Constraint("CHECK(ceiling >= 0)", "A ceiling is not negative.")

    def _guarded_fields(self):
        return super()._guarded_fields() | {"turn_serial"}

    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "turn_serial": 0}

    def _rules_of(self, offices):
        """Return {(office id, department id): rule} of the offices."""
        # sudo: how a department shares out work is no secret to who registers or finishes it
        rules = self.sudo().search([("office_id", "in", offices.ids)])
        return {(rule.office_id.id, rule.department_id.id): rule for rule in rules}

    def _lock_turns(self, count):
        """Reserve `count` turns and return the number before the first.

        Two processes that share out at once meet here: the second is sent back for a new
        snapshot, in which it sees whose turn it has become.
        """
        self.ensure_one()
        self.flush_recordset(["turn_serial"])
        self.env.cr.execute(
            "SELECT turn_serial FROM convenience_dispatch_rule WHERE id = %s FOR UPDATE",
            [self.id],
        )
        before = self.env.cr.fetchone()[0] or 0
        self._write_guarded({"turn_serial": before + count})
        return before
