from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import format_date

# Until when a change has to be public before it applies, by what it is: a field of the company.
RULES = {
    "dearer": "convenience_notice_days_raise",
    "terms": "convenience_notice_days_raise",
    "stopped": "convenience_notice_days_stop",
    "new": "convenience_notice_days_other",
    "cheaper": "convenience_notice_days_other",
}


class ConvenienceTariff(models.Model):
    """An approved tariff drafts its own notice, and says before how early it has to be public."""

    _name = "convenience.tariff"
    _inherit = ["convenience.tariff"]

    notice_ids = fields.One2many("convenience.notice", "tariff_id", "Notices")
    notice_warning = fields.Text(
        "Public Too Short",
        compute="_compute_notice_warning",
        help="Changes that apply before they were public as long as the company's rule says.",
    )

    @api.depends(
        "office_id", "kind", "date_start", "state", "notice_ids.warning",
        "line_ids.price", "line_ids.operation", "line_ids.price_rule", "line_ids.product_id",
    )  # fmt: skip
    def _compute_notice_warning(self):
        for tariff in self:
            if tariff.state == "approved":
                # sudo: who reads the tariff reads what is said of it
                said = tariff.sudo().notice_ids.filtered("warning").mapped("warning")
            else:
                said = tariff._short_sentences_of_draft()
            tariff.notice_warning = "\n".join(dict.fromkeys(said)) or False

    def _short_sentences_of_draft(self):
        """What would be public too short if it were posted today."""
        office = self.office_id
        if not (office and self.date_start) or not self._has_predecessor():
            return []
        days = (self.date_start - office._today()).days
        return [
            self._short_sentence(change.product, change.kind, max(0, days), required)
            for change in self._price_changes()
            if (required := self._days_to_be_public(change.kind)) > days
        ]

    def _days_to_be_public(self, kind):
        # sudo: the company's rule is no secret
        return self.company_id.sudo()[RULES[kind]]

    @api.model
    def _short_sentence(self, product, kind, days, required):
        kinds = dict(
            self.env["convenience.notice.change"]._fields["change"]._description_selection(self.env)
        )
        return self.env._(
            "%(item)s (%(change)s): public %(days)s days before it applies, %(required)s by the "
            "company's rule.",
            item=product.name,
            change=kinds[kind],
            days=days,
            required=required,
        )

    # ------------------------------------------------------------------ drafting

    def _after_move(self, move):
        result = super()._after_move(move)
        if move.target == "approved":
            self._draft_notices()
        return result

    def _draft_notices(self):
        """Draft what residents are to be told of the approved tariffs (P2 4.2.1)."""
        # sudo: who approves does not write notices; the office publishes this draft or changes it
        notices = self.env["convenience.notice"].sudo().with_context(mail_create_nosubscribe=True)
        for tariff in self.sudo():
            lang = tariff.office_id._public_lang()
            values = tariff.with_context(lang=lang)._prepare_notice()
            notice = notices._create_guarded([values])
            notice._ask_to_publish()

    def _prepare_notice(self):
        """Return the values of the notice, in the language of the context."""
        changes = self._price_changes()
        return {
            "name": self._notice_title(changes),
            "office_id": self.office_id.id,
            "kind": self._notice_kind(changes),
            "text": self._notice_text(),
            "date_from": self.office_id._today(),
            "tariff_id": self.id,
            "place_ids": [
                Command.set(self.env["convenience.notice"]._usual_places(self.office_id).ids)
            ],
            "change_ids": [Command.create(self._prepare_change(change)) for change in changes],
        }

    def _notice_kind(self, changes):
        if self.kind == "annual":
            return "price_list"
        return "stop" if {change.kind for change in changes} == {"stopped"} else "amendment"

    def _notice_title(self, changes):
        title = self.office_id.tariff_title or self.env._("Convenience Services and Prices")
        if self.kind == "annual":
            return self.env._("%(title)s %(year)s: Notice", title=title, year=self.year)
        if self._notice_kind(changes) == "stop":
            items = self.env._(", ").join(
                dict.fromkeys(
                    change.product.name
                    for change in changes
                    if change.product.convenience_is_public
                )
            )
            return self.env._("Notice: No Longer Offered: %(items)s", items=items)[:200]
        return self.env._("%(title)s: Notice of Changes", title=title)

    def _notice_text(self):
        day = format_date(self.env, self.date_start)
        approved = format_date(self.env, self.office_id._local_date(self.approved_on))
        if self.kind == "annual":
            return self.env._(
                "The items and prices of our convenience services were approved by the company on "
                "%(approved)s and are in force from %(day)s. They replace the list until then.",
                approved=approved,
                day=day,
            )
        return self.env._(
            "The changes below were approved by the company on %(approved)s and apply from "
            "%(day)s. All other items and prices stay as they are.",
            approved=approved,
            day=day,
        )

    def _prepare_change(self, change):
        everybody = self.env["convenience.customer.type"].search([])
        offered = change.product.convenience_customer_type_ids or everybody
        types = change.types.browse() if change.types == offered else change.types
        return {
            "product_id": change.product.id,
            "line_id": change.line.id,
            "old_line_id": change.old.id,
            "customer_type_ids": [Command.set(types.ids)],
            "change": change.kind,
            "date_start": self.date_start,
            "days_required": self._days_to_be_public(change.kind),
        }

    def action_open_notices(self):
        """Show what residents are told of the tariff."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "convenience_service.action_convenience_notice"
        )
        return {**action, "domain": [("tariff_id", "=", self.id)], "context": {}}


class ConvenienceNoticeChange(models.Model):
    """What is public too short says so."""

    _name = "convenience.notice.change"
    _inherit = ["convenience.notice.change"]

    def _short_sentence(self):
        return self.env["convenience.tariff"]._short_sentence(
            self.product_id, self.change, self.days_public, self.days_required
        )


class ConvenienceNotice(models.Model):
    """Warns of changes that are public too short, and asks somebody to publish the draft."""

    _name = "convenience.notice"
    _inherit = ["convenience.notice"]

    warning = fields.Text("Public Too Short", compute="_compute_warning")

    @api.depends("change_ids.is_short", "state")
    def _compute_warning(self):
        for notice in self:
            if notice.state == "withdrawn" or notice._is_first_list():
                notice.warning = False
                continue
            short = notice.change_ids.filtered("is_short")
            notice.warning = "\n".join(change._short_sentence() for change in short) or False

    def _is_first_list(self):
        """The first list of an office changes nothing that anybody was used to."""
        return self.kind == "price_list" and not self.change_ids.old_line_id

    def _after_move(self, move):
        result = super()._after_move(move)
        if move.target == "published":
            # sudo: whoever publishes has done what somebody was asked to do
            self.sudo().activity_feedback(["mail.mail_activity_data_todo"])
        return result

    def _ask_to_publish(self):
        """Leave a task with who manages the service at the office."""
        for notice in self:
            office = notice.office_id
            user = (office.service_manager_id | office.director_id).filtered(
                lambda user, office=office: user.active and user in office.user_ids
            )[:1]
            if user:
                notice.activity_schedule(
                    "mail.mail_activity_data_todo",
                    user_id=user.id,
                    summary=notice.with_context(lang=user.lang).env._(
                        "Publish the notice, and have it posted"
                    ),
                )
