from datetime import date

from odoo.fields import Command

from odoo.addons.convenience_service.tests.common import ConvenienceCommon

from ..models.round_taking import Sheet

# noon at the office
NOW = "2026-11-10 04:00:00"
TODAY, LAST = date(2026, 11, 10), date(2026, 12, 31)


class SurveyCommon(ConvenienceCommon):
    """Rounds of the office, of which three items are asked for."""

    def _round(self, kind="opinion", items=None, loose=0, **values):
        """A round as service manager and director make it, not open yet."""
        asked = (
            self.env["convenience.survey.round"]
            .with_user(self.service_manager)
            .create(
                {
                    "office_id": self.office.id,
                    "kind": kind,
                    "year": 2026,
                    "date_to": LAST,
                    "loose_sheets": loose,
                    **values,
                }
            )
        )
        items = self.drain | self.bulb if items is None else items
        asked.with_user(self.director).item_ids = [
            Command.create({"product_id": item.id}) for item in items
        ]
        return asked.with_user(self.env.user)

    def _open(self, *args, **values):
        """A round that is open, with its invitations."""
        asked = self._round(*args, **values)
        asked.with_user(self.service_manager).action_open()
        return asked

    def _close(self, asked):
        asked.with_user(self.service_manager).action_close()
        self.env.invalidate_all()
        return asked

    def _households(self, count, building="7", **values):
        """Units with an owner each, made in one go; returns them."""
        units = self.env["convenience.unit"].create(
            [
                {
                    "office_id": self.office.id,
                    "building": building,
                    "number": f"{number:04d}",
                    "customer_type_id": self.residence.id,
                    **values,
                }
                for number in range(count)
            ]
        )
        owners = self.env["res.partner"].create(
            [
                {
                    "name": f"Owner {building}-{number}",
                    "email": f"owner{building}{number}@example.com",
                    "company_id": self.company.id,
                }
                for number in range(count)
            ]
        )
        self.env["convenience.occupancy"].create(
            [
                {"unit_id": unit.id, "partner_id": owner.id, "date_from": date(2020, 1, 1)}
                for unit, owner in zip(units, owners, strict=True)
            ]
        )
        return units

    def _grades(self, overall, **others):
        """What a sheet of an opinion survey says, ticked as a whole."""
        answers = {f"grade:{item.id}": overall for item in self.drain | self.bulb}
        aspects = ("attitude", "time", "price", "overall")
        return {**answers, **{f"grade:{name}": overall for name in aspects}, **others}

    def _take(self, asked, sheets):
        """Take (invitation, answers) or (invitation, answers, words) in one go."""
        return asked._take_sheets([Sheet(*sheet) for sheet in sheets])
