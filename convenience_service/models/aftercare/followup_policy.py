from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ConvenienceFollowupPolicy(models.Model):
    """How many of what is finished are followed up (回访比例): by office and item, or for all.

    An item's own share goes before that of its kind, an office's before the company's.
    """

    _name = "convenience.followup.policy"
    _description = "Share to Follow Up"
    _inherit = ["convenience.guarded.mixin"]
    _order = "company_id, office_id, subject, product_id, id"
    _check_company_auto = True
    _rec_name = "subject"

    company_id = fields.Many2one(
        "res.company",
        index=True,
        default=lambda self: self.env.company,
        help="Empty: every company that has no share of its own.",
    )
    office_id = fields.Many2one(
        "convenience.office", index=True, check_company=True, help="Empty: every office."
    )
    subject = fields.Selection(
        [
            ("paid", "Paid Services"),
            ("free", "Free Services"),
            ("activity", "Activities"),
            ("agreement", "Agreements, at Mid-Term and End"),
            ("complaint", "Complaints"),
        ],
        "What Is Followed Up",
        required=True,
    )
    product_id = fields.Many2one(
        "product.product",
        "Item",
        check_company=True,
        domain="[('is_convenience', '=', True)]",
        help="Empty: every item of that kind.",
    )
    share = fields.Float("Share %", required=True)

    _once = models.UniqueIndex(
        "(COALESCE(company_id, 0), COALESCE(office_id, 0), subject, COALESCE(product_id, 0))",
        "There is already a share for this.",
    )
    _percent = models.Constraint(
        "CHECK(share BETWEEN 0 AND 100)", "A share lies between 0 and 100 percent."
    )

    @api.constrains("office_id", "company_id")
    def _check_office(self):
        for policy in self:
            if policy.office_id and policy.office_id.company_id != policy.company_id:
                raise ValidationError(
                    self.env._(
                        "%(office)s is an office of another company.", office=policy.office_id.name
                    )
                )

    @api.constrains("subject", "share")
    def _check_whole(self):
        """Complaints and agreements are no strata to draw from."""
        for policy in self:
            if policy.subject in ("agreement", "complaint") and policy.share not in (0, 100):
                raise ValidationError(
                    self.env._("Complaints and agreements are followed up by 0 % or by 100 %.")
                )

    @api.model
    def _shares(self, office):
        """Return {(subject, item id or False): share as a part of one} that hold for an office."""
        found = self.search(
            [
                ("company_id", "in", [False, office.company_id.id]),
                ("office_id", "in", [False, office.id]),
            ]
        )
        nearest_last = found.sorted(lambda one: (bool(one.office_id), bool(one.company_id)))
        return {(one.subject, one.product_id.id): one.share / 100 for one in nearest_last}


class ConvenienceFollowupCarry(models.Model):
    """What the draws of an item at an office have left below one whole; carried to the next."""

    _name = "convenience.followup.carry"
    _description = "Share Carried On"
    _inherit = ["convenience.guarded.mixin"]

    office_id = fields.Many2one("convenience.office", required=True, index=True, readonly=True)
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    product_id = fields.Many2one("product.product", required=True, readonly=True)
    rest = fields.Float(readonly=True, digits=(16, 9))

    _once = models.UniqueIndex("(office_id, product_id)", "The item is carried on already.")

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"office_id", "product_id", "rest"}
