from odoo import fields, models

from .formulas import RATE_OF, value_of

# What a grade asks for: its field, the rate, and whether that much is the least or the most.
CONDITIONS = (
    ("least_satisfaction", "satisfaction", True),
    ("least_finish", "finish", True),
    ("most_rework", "rework", False),
    ("most_valid", "valid_by_job", False),
)


class ConvenienceEvaluationGrade(models.Model):
    """A grade of the company's scale (评价等级), and what has to be kept for it to be suggested.

    The first grade, from the top, of which every condition is kept is suggested; what is not known
    breaks none. The director's grade is the director's, whatever is suggested.
    """

    _name = "convenience.evaluation.grade"
    _description = "Grade of an Evaluation"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company",
        index=True,
        default=lambda self: self.env.company,
        help="Empty: companies without grades of their own.",
    )
    least_satisfaction = fields.Float("Satisfied Customers, at Least %")
    least_finish = fields.Float("Finished in Time, at Least %")
    most_rework = fields.Float("Reworked, at Most %", default=100.0)
    most_valid = fields.Float("Valid Complaints by Job, at Most %", default=100.0)
    active = fields.Boolean(default=True)

    _percent = models.Constraint(
        "CHECK(least_satisfaction BETWEEN 0 AND 100 AND least_finish BETWEEN 0 AND 100 "
        "AND most_rework BETWEEN 0 AND 100 AND most_valid BETWEEN 0 AND 100)",
        "What a grade asks for lies between 0 and 100 percent.",
    )

    def _scale(self, company):
        """Return the grades of a company, the best first: its own, or else those for all."""
        own = self.search([("company_id", "=", company.id)])
        return own or self.search([("company_id", "=", False)])

    def _suggested(self, counts):
        """Return the first of these grades that the counts keep; none where nothing was done."""
        if not counts.finished:
            return self.browse()
        return next((grade for grade in self if grade._is_kept(counts)), self.browse())

    def _is_kept(self, counts):
        for field_name, rate, least in CONDITIONS:
            value, bound = value_of(RATE_OF[rate], counts), self[field_name]
            if value is not None and (value < bound if least else value > bound):
                return False
        return True
