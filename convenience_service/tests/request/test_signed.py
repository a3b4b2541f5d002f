"""What the customer signed for stays, field by field, for every role and by every channel."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import PIXEL, ROLES, ConvenienceCommon

# Kept by the ERP or by other steps, and nothing that the customer signed for.
FREE = ("message_", "activity_", "my_activity", "write_", "website_", "rating_", "job_", "__")
OTHER = {
    "char": "other",
    "text": "other",
    "html": "other",
    "boolean": True,
    "integer": 77,
    "float": 77.0,
    "monetary": 77.0,
    "date": "2030-01-01",
    "datetime": "2030-01-01 00:00:00",
    "binary": PIXEL,
    "image": PIXEL,
}
COMMANDS = ("one2many", "many2many")


@tagged("post_install", "-at_install")
class TestSigned(ConvenienceCommon):
    def setUp(self):
        super().setUp()
        self.request = self._advance(self._request(), "in_progress")
        self.request.with_user(self.worker_user).photo_ids = [
            Command.create({"kind": "after", "image": PIXEL})
        ]
        self._advance_to_signed(self.request)
        self.env.flush_all()

    def _advance_to_signed(self, request):
        own = request.with_user(self.worker_user)
        own.action_done()
        own.write({"signed_name": "Owner One", "signed_relation": "self", "signature": PIXEL})
        own.action_sign()

    def _fields(self, records):
        return {
            name: field
            for name, field in records._fields.items()
            if (field.store or field.inverse) and not name.startswith(FREE) and name != "id"
        }

    def _evidence(self, records):
        self.env.invalidate_all()
        names = list(self._fields(records))
        return records.sudo().with_context(bin_size=False).read(names, load=None)

    def _another(self, record, field):
        """A value that the field does not have."""
        if field.type == "selection":
            values = [value for value in field.get_values(self.env) if value != record[field.name]]
            return values[0] if values else False
        if field.type == "many2one":
            found = (
                self.env[field.comodel_name]
                .sudo()
                .search([("id", "!=", record[field.name].id)], limit=1)
            )
            return found.id
        if field.type in COMMANDS:
            return [Command.clear()]
        if field.type == "boolean":
            return not record[field.name]
        return OTHER.get(field.type, False)

    def _attempt(self, function):
        """Whether it went through; what counts is what it left."""
        try:
            with self.env.cr.savepoint():
                function()
                self.env.flush_all()
                return True
        except (UserError, ValueError, TypeError):
            return False
        finally:
            self.env.invalidate_all()

    def _check_every_field_stays(self, records):
        before = self._evidence(records)
        for role in ROLES:
            own = records.with_user(self.users[role])
            for name, field in self._fields(records).items():
                value = self._another(records.sudo(), field)
                self._attempt(lambda own=own, name=name, value=value: own.write({name: value}))
            with self.subTest(role=role):
                self.assertEqual(self._evidence(records), before)

    def test_the_request(self):
        self._check_every_field_stays(self.request)

    def test_its_lines(self):
        self._check_every_field_stays(self.request.line_ids)

    def test_its_photos(self):
        self._check_every_field_stays(self.request.photo_ids)

    def test_item_tax_and_tariff_do_not_reach_it(self):
        before = self._evidence(self.request), self._evidence(self.request.line_ids)
        self.drain.product_tmpl_id.write(
            {
                "name": "Renamed",
                "taxes_id": [Command.clear()],
                "convenience_finish_hours": 1,
                "convenience_signature_required": True,
                "list_price": 3,
            }
        )
        self.worker.employee_id.sudo().name = "Renamed"
        self.env.flush_all()
        self.assertEqual(
            (self._evidence(self.request), self._evidence(self.request.line_ids)), before
        )

    def test_its_files(self):
        """No file of the request or of its photos can be added, changed or removed."""
        photo_file = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "convenience.request.photo"),
                ("res_id", "in", self.request.photo_ids.ids),
                ("res_field", "=", "image"),
            ]
        )
        self.assertTrue(photo_file)
        content = photo_file.raw
        for role in ROLES:
            files = self.env["ir.attachment"].with_user(self.users[role])
            own = photo_file.with_user(self.users[role])
            self._attempt(lambda own=own: own.write({"raw": b"other"}))
            self._attempt(lambda own=own: own.unlink())
            self._attempt(
                lambda files=files: files.create(
                    {
                        "name": "other",
                        "raw": b"x",
                        "res_model": "convenience.request",
                        "res_id": self.request.id,
                    }
                )
            )
            with self.subTest(role=role):
                self.assertEqual(photo_file.exists().raw, content)
                self.assertFalse(
                    self.env["ir.attachment"].search_count(
                        [
                            ("res_model", "=", "convenience.request"),
                            ("res_id", "=", self.request.id),
                            ("name", "=", "other"),
                        ]
                    )
                )

    def test_only_the_director_corrects_the_price_and_says_why(self):
        line = self.request.line_ids
        for role in set(ROLES) - {"director"}:
            with self.subTest(role=role), self.assertRaises(UserError):
                line.with_user(self.users[role]).correct_price(70.0, "agreed")
        with self.assertRaises(UserError):
            line.with_user(self.director).correct_price(70.0, " ")
        line.with_user(self.director).correct_price(70.0, "agreed")
        self.assertEqual(line.price_unit, 70.0)
