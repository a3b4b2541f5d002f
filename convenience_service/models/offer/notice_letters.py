from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..guard.roles import CLERK

LETTERS_A_PART = 250


class ConvenienceNoticeLetters(models.Model):
    """A part of the letters of a notice: so many units, whose names are printed in one go.

    A job prints part after part, so that a kill loses one of them at most, and whoever waits sees
    how far it is. The letter itself is made once, when they are put together.
    """

    _name = "convenience.notice.letters"
    _description = "Letters of a Notice"
    _inherit = ["convenience.guarded.mixin", "convenience.job.mixin"]
    _order = "notice_id, sequence"

    notice_id = fields.Many2one("convenience.notice", required=True, index=True, ondelete="cascade")
    office_id = fields.Many2one(related="notice_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    sequence = fields.Integer(required=True)
    unit_names = fields.Json(required=True)
    unit_count = fields.Integer("Letters", required=True)
    names_pdf = fields.Binary(readonly=True, attachment=False)
    is_printed = fields.Boolean("Printed", readonly=True)

    _once = models.UniqueIndex("(notice_id, sequence)", "These letters are being printed already.")

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | self._job_fields() | {
            "notice_id", "sequence", "unit_names", "unit_count", "names_pdf", "is_printed",
        }  # fmt: skip

    @api.model
    def _cron_print_letters(self):
        """Print the parts that wait, one a transaction."""
        self._run_job([("is_printed", "=", False)], "_print_names", batch_size=1)

    def _print_names(self):
        """Called by the job with a locked part."""
        for part in self:
            pdf = part.notice_id._names_pdf(part.unit_names)
            part._write_guarded({"names_pdf": pdf, "is_printed": True})


class ConvenienceNotice(models.Model):
    """Letters to every unit that a notice is for, and how far they are printed (P2 4.2.2 c))."""

    _name = "convenience.notice"
    _inherit = ["convenience.notice"]

    letter_part_ids = fields.One2many("convenience.notice.letters", "notice_id", copy=False)
    letter_count = fields.Integer("Letters", compute="_compute_letters")
    letter_done_count = fields.Integer("Letters Printed", compute="_compute_letters")
    letters_file = fields.Binary(compute="_compute_letters_file")
    letters_file_name = fields.Char(compute="_compute_letters_file_name")

    @api.depends("letter_part_ids.is_printed")
    def _compute_letters(self):
        groups = self.env["convenience.notice.letters"]._read_group(
            [("notice_id", "in", self.ids)], ["notice_id", "is_printed"], ["unit_count:sum"]
        )
        counts = {(notice, done): count for notice, done, count in groups}
        for notice in self:
            own = notice._origin
            notice.letter_done_count = counts.get((own, True), 0)
            notice.letter_count = notice.letter_done_count + counts.get((own, False), 0)

    @api.depends("letter_part_ids.is_printed")
    def _compute_letters_file(self):
        """Put together when it is fetched: one letter, and the names of all units."""
        for notice in self:
            parts = notice.letter_part_ids
            ready = parts and all(parts.mapped("is_printed"))
            notice.letters_file = notice._letters_pdf() if ready else False

    @api.depends("name")
    def _compute_letters_file_name(self):
        for notice in self:
            notice.letters_file_name = self.env._("Letters %(notice)s.pdf", notice=notice.name)

    def _addressed_units(self):
        """Return the units that the notice is for, in the order in which they are gone round."""
        self.ensure_one()
        domain = Domain("office_id", "=", self.office_id.id)
        if self.customer_type_ids:
            domain &= Domain("customer_type_id", "in", self.customer_type_ids.ids)
        # sudo: units carry no personal data, and who prints was asked before
        return self.env["convenience.unit"].sudo().search(domain)

    def action_print_letters(self):
        """Have a letter printed for every unit, in the background; a second click adds none."""
        self.ensure_one()
        self._require_role(CLERK, act=self.env._("print letters"))
        self._check_published()
        # one of two who press at once waits here and finds the parts of the other
        self.sudo().lock_for_update()
        # sudo: parts are the job's, nobody writes them
        letters = self.env["convenience.notice.letters"].sudo()
        if not letters.search_count([("notice_id", "=", self.id)], limit=1):
            letters._create_guarded(self._prepare_letters())
            self.env.ref("convenience_service.ir_cron_print_letters").sudo()._trigger()
        return True

    def _check_published(self):
        for notice in self.sudo():
            if notice.state != "published":
                raise UserError(
                    self.env._(
                        "%(notice)s is %(state)s: only what is published is printed for residents.",
                        notice=notice.name,
                        state=notice._state_label(notice.state),
                    )
                )

    def _prepare_letters(self):
        """Return the values of the parts."""
        names = self._addressed_units().mapped("name")
        if not names:
            raise UserError(
                self.env._(
                    "%(office)s has no unit of these types: enter its units first.",
                    office=self.office_id.name,
                )
            )
        size = self._letters_a_part()
        return [
            {
                "notice_id": self.id,
                "sequence": first // size,
                "unit_names": names[first : first + size],
                "unit_count": len(names[first : first + size]),
            }
            for first in range(0, len(names), size)
        ]

    @api.model
    def _letters_a_part(self):
        """How many letters a job prints before it says how far it is."""
        return LETTERS_A_PART

    def action_print_letters_anew(self):
        """Forget what was printed, because units were added, and print all again."""
        self.ensure_one()
        self._require_role(CLERK, act=self.env._("print letters"))
        self._check_published()
        # sudo: parts are the job's
        self.sudo().letter_part_ids.unlink()
        return self.action_print_letters()

    def action_download_letters(self):
        """Return the address of the letters in one PDF."""
        self.ensure_one()
        if not self.letter_count or self.letter_done_count < self.letter_count:
            raise UserError(
                self.env._(
                    "%(notice)s: %(done)s of %(count)s letters are printed. Fetch them in a "
                    "moment.",
                    notice=self.name,
                    done=self.letter_done_count,
                    count=self.letter_count,
                )
            )
        address = f"/web/content/{self._name}/{self.id}/letters_file"
        return {
            "type": "ir.actions.act_url",
            "url": f"{address}?download=true&filename_field=letters_file_name",
            "target": "download",
        }
