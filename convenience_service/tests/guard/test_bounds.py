from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.guard import bounds
from ..common import ConvenienceCommon

NAN, INFINITE = float("nan"), float("inf")
NOBODY = 99_999_999  # an id that no record has
WRONG_TYPES = ({}, {"id": 1}, object(), b"\xff")
NO_NUMBER = (NAN, INFINITE, -INFINITE, 1e15, 2**31, 2**70, "7", [], *WRONG_TYPES)
NO_DATE = ("9999-12-31", "0001-01-01", "2026-02-30", "soon", 20261110, ["2026-11-10"], *WRONG_TYPES)
NO_TEXT = ("a\x00b", "\ud800", 7, ["a"], "x" * (bounds.MAX_HTML + 1), *WRONG_TYPES)
NO_COMMANDS = (
    *("x", 7, [[]], [[7, 1]], [[0, 0]], [[0, 0, []]], [[1, "x", {}]], [[4]], [[4, 2**40]]),
    *([[4, "virtual_1"]], [[6, 0, 1]], [[6, 0, ["x"]]], ["1"], [None], *WRONG_TYPES),
)
# What no field of a kind takes. A kind that is new here fails the tests.
HOSTILE = {
    "boolean": ("yes", 2, [], *WRONG_TYPES),
    "integer": (*NO_NUMBER, 0.5),
    "many2one_reference": (*NO_NUMBER[:3], 2**31, 0.5, *WRONG_TYPES),
    "float": NO_NUMBER,
    "monetary": NO_NUMBER[:4] + ("7", [], *WRONG_TYPES),
    "date": NO_DATE,
    "datetime": ("9999-12-31 23:59:59", "2026-11-10 25:00:00", *NO_DATE),
    "char": NO_TEXT,
    "text": NO_TEXT,
    "html": NO_TEXT,
    "selection": ("no such value", 7, ["draft"], *WRONG_TYPES),
    "binary": ("A", 7, [], *WRONG_TYPES[:-1]),
    "json": (NAN, object(), "a\x00b", {"a": INFINITE}),
    "many2one": ("1", 2**40, -1, 0.5, [1], True, *WRONG_TYPES),
    "one2many": NO_COMMANDS,
    "many2many": NO_COMMANDS,
}
# What no search can be made of.
NO_DOMAINS = (
    *("x", 7, {"a": 1}, [7], ["x"], [[]], [["name"]], [["name", "="]], ["&"]),
    ["|", ["id", "=", 1]],
    *([["no_such_field", "=", 1]], [["name", "~", "x"]], [["name", "child of", "x"]]),
    *([["office_id.no_such_field", "=", 1]], [["name.x", "=", 1]], [["office_id", "any", "x"]]),
    *([["office_id", "any", [["no", "=", 1]]]], [["date_registered", "=", "soon"]], [None]),
    *([["date_registered", "=", "9999-99-99"]], [["line_ids", "any", 5]], [["id", "in", ["x"]]]),
    *([["id", "=", "x"]], [["amount_total", ">", "x"]], [["office_id", "=", {}]], ["!"]),
    [["state", "=", {}]],
)
SEARCHES = {
    "search": [],
    "search_count": [],
    "search_read": [["name"]],
    "web_search_read": [{"name": {}}],
    "formatted_read_group": [["state"], ["__count"]],
    "web_read_group": [["state"], ["__count"]],
    "read_progress_bar": ["state", {"field": "state", "colors": {"new": "info"}}],
}


@tagged("post_install", "-at_install")
class TestBounds(ConvenienceCommon):
    """What no field can have is refused before the code of any model meets it."""

    def _doors(self):
        """Yield model and door of every model that has fields of ours."""
        for name, model_class in self.env.registry.items():
            door = getattr(model_class, "_convenience_door", None)
            if door:
                yield self.env[name], door

    def test_every_model_has_its_door(self):
        """The door is before whatever extends the model, in every addon."""
        behind = {model._name for model, _door in self._doors()}
        for name, model_class in self.env.registry.items():
            ours = name.startswith("convenience.") or any(
                field._modules and all(m.startswith("convenience_service") for m in field._modules)
                for field in model_class._fields.values()
            )
            if ours and not model_class._abstract:
                with self.subTest(model=name):
                    self.assertIn(name, behind)
                    self.assertEqual(type(self.env[name]).__mro__[1].__name__, "Front")
        self.assertGreater(len(behind), 100)

    def test_every_kind_of_field_has_bounds(self):
        for model, door in self._doors():
            for name, bound in door.bounds.items():
                self.assertIsNotNone(bound, f"{model._name}.{name}")
                self.assertIn(model._fields[name].type, HOSTILE, f"{model._name}.{name}")

    def test_no_field_takes_what_its_kind_cannot_have(self):
        """Each field of ours, each value; the sentence names the field and what to enter."""
        for model, door in self._doors():
            for name, bound in door.bounds.items():
                field = model._fields[name]
                said = field._description_string(self.env)
                for value in HOSTILE[field.type] if name != "id" else ():
                    if bound.allows(value, model):
                        self.fail(f"{field} takes {value!r}")
                if name != "id":
                    with self.assertRaises(ValidationError) as refused:
                        door.check(model, {name: HOSTILE[field.type][0]})
                    self.assertIn(said, str(refused.exception))

    def test_by_every_way_from_outside(self):
        """A value out of bounds is refused by each method that takes values."""
        request, vals = self._request(), {"registered_at": "9999-01-01"}
        line = {"line_ids": [[1, request.line_ids.id, {"quantity": NAN}]]}
        for method, arguments, context in (
            ("create", [vals], {}),
            ("create", [[vals]], {}),
            ("write", [request.ids, vals], {}),
            ("write", [request.ids, line], {}),
            ("web_save", [request.ids, vals, {}], {}),
            ("web_save", [request.ids, line, {}], {}),
            ("copy", [request.ids, vals], {}),
            ("onchange", [request.ids, vals, ["registered_at"], {}], {}),
            ("onchange", [request.ids, line, ["line_ids"], {}], {}),
            ("default_get", [["registered_at"]], {"default_registered_at": "9999-01-01"}),
            ("create", ["no values"], {}),
            ("create", [7], {}),
            ("write", [request.ids, ["no values"]], {}),
            ("write", [request.ids, {"no_such_field": 1}], {}),
            ("write", [request.ids, {"office_id": False}], {}),
            ("action_cancel", [request.ids, "a\x00b"], {}),
        ):
            with self.subTest(method=method, arguments=arguments), self.assertRaises(UserError):
                call_kw(request.browse(), method, arguments, {"context": context})

    def test_messages_are_posted_on_what_is_there(self):
        """The ERP looks for the record of a message before the record that brings it is made."""
        request, message = self._request(), {"body": "Forged", "model": "convenience.request"}
        brought = {"message_ids": [[0, 0, message]]}
        for method, arguments in (("create", [[brought]]), ("write", [request.ids, brought])):
            with (
                self.subTest(method=method),
                self.assertRaisesRegex(ValidationError, "post a message instead"),
            ):
                call_kw(request.browse(), method, arguments, {})
        kept = {"message_ids": [[4, one, 0] for one in request.message_ids.ids]}
        call_kw(request.browse(), "write", [request.ids, kept], {})

    def test_what_is_only_shown_is_not_entered(self):
        """A currency sent along does not count until the end of the call either."""
        request = self._request()
        self._advance(request, "in_progress")
        material = self.env["convenience.request.material"].create(
            {"request_id": request.id, "name": "Tape", "uom_id": self.drain.uom_id.id}
        )
        values = {"name": "Seal", "currency_id": False}
        for method, more in (("write", []), ("web_save", [{}])):
            call_kw(material.browse(), method, [material.ids, values, *more], {})
            self.assertEqual(material.currency_id, self.company.currency_id)
        self.assertEqual(material.name, "Seal")

    def test_by_an_import(self):
        """Rows of a file that is loaded are refused with their line; nothing is written."""
        units = self.env["convenience.unit"]
        before = units.search_count([])
        found = units.load(
            ["office_id", "building", "number", "area"],
            [[self.office.name, "9", "901", "50"], [self.office.name, "9", "902", "1e400"]],
        )
        self.assertFalse(found["ids"])
        self.assertIn("Enter a number from", found["messages"][0]["message"])
        self.assertIn(1, [message["rows"]["from"] for message in found["messages"]])
        self.assertEqual(units.search_count([]), before)

    def test_what_the_erp_has_of_ours(self):
        """On the ERP's records our fields are looked at, and no other."""
        item = self.drain.product_tmpl_id
        with self.assertRaisesRegex(ValidationError, "Enter a whole number from"):
            item.write({"convenience_min_subscribers": 2**31})
        with self.assertRaisesRegex(ValidationError, "Enter text of at most"):
            self.owner.write({"convenience_tax_number": "1\x00"})
        self.owner.write({"comment": "x" * (bounds.MAX_LINE + 1), "ref": 7})
        self.assertEqual(self.owner.ref, "7")

    def test_a_refusal_says_record_field_and_remedy(self):
        request = self._request()
        with self.assertRaises(ValidationError) as refused:
            request.write({"registered_at": "9999-01-01"})
        for word in (request.name, "Registered", "1900-01-01", "2100-12-31"):
            self.assertIn(word, str(refused.exception))
        with self.assertRaisesRegex(ValidationError, "¥.1,000,000,000,000"):
            self.env["convenience.tariff.line"].create({"price": 1e15})

    def test_a_stranger_is_not_told_the_name(self):
        request = self._request().with_user(self.worker_user)
        with self.assertRaises(UserError) as refused:
            request.write({"registered_at": "9999-01-01"})
        self.assertNotIn(self.owner.name, str(refused.exception))

    def test_searched_for(self):
        requests = self.env["convenience.request"]
        for domain in (
            [("name", "=", "a\x00b")],
            [("name", "in", ["A", "\ud800"])],
            ["|", ("id", "=", 1), ("line_ids", "any", [("name", "ilike", "\x00")])],
        ):
            for method in ("search", "search_count", "search_read", "web_read_group"):
                more = [["state"], ["__count"]] if method == "web_read_group" else []
                with self.subTest(domain=domain, method=method), self.assertRaises(UserError):
                    call_kw(requests, method, [domain, *more], {})
        with self.assertRaises(UserError):
            requests.search([], limit=2**70)
        self.assertFalse(requests.search([("id", "=", 2**70)]))
        self.assertFalse(requests.search_read([("amount_total", ">", 2**70)]))

    def test_no_search(self):
        """Malformed conditions, orders and groups, by every way from outside."""
        requests = self.env["convenience.request"]
        for domain in NO_DOMAINS:
            for method, more in SEARCHES.items():
                with self.subTest(domain=domain, method=method):
                    with self.assertRaises(UserError) as refused, self.env.cr.savepoint():
                        call_kw(requests, method, [domain, *more], {})
                    self.assertIn("Request", str(refused.exception))
        for method, arguments in (
            ("search", [[], 0, 1, "no_such_field desc"]),
            ("search", [[], 0, 1, "name; drop table"]),
            ("formatted_read_group", [[], ["no_such_field"], ["__count"]]),
            ("formatted_read_group", [[], ["date_registered:century"], ["__count"]]),
            ("formatted_read_group", [[], ["state"], ["amount_total:median_of_all"]]),
            ("web_read_group", [[], ["no_such_field"], ["__count"]]),
        ):
            with self.subTest(method=method, arguments=arguments), self.assertRaises(UserError):
                call_kw(requests, method, arguments, {})

    @mute_logger("odoo.sql_db")
    def test_a_record_that_is_not_there(self):
        """The database refuses it, and a sentence is made of that which names the field."""
        for record, values, words in (
            (self.unit, {"customer_type_id": NOBODY}, "“Used For” is not there"),
            (self.office, {"collector_ids": [Command.link(NOBODY)]}, "listed there is none"),
        ):
            with self.subTest(values=values):
                with self.assertRaises(IntegrityError) as refused, self.env.cr.savepoint():
                    record.write(values)
                    self.env.flush_all()
                self.assertIn(words, record._sql_error_to_message(refused.exception))

    def test_what_is_allowed_goes_through(self):
        """The caller's own list and values reach the model as they are."""
        unit = self.env["convenience.unit"].create(
            [
                {
                    "office_id": self.office.id,
                    "building": "楼" * 200,
                    "number": "1",
                    "area": 10,
                    "customer_type_id": self.residence.id,
                }
            ]
        )
        unit.write({"occupancy_ids": [Command.clear()], "area": bounds.MAX_NUMBER})
        self.assertEqual(unit.area, bounds.MAX_NUMBER)

    def test_doors_are_put_up_anew(self):
        """Whatever has the registry set up again, such as a new field, finds the doors there."""
        self.env.registry._setup_models__(self.env.cr, ["convenience.unit"])
        with self.assertRaisesRegex(ValidationError, "Enter a number"):
            self.unit.write({"area": NAN})


@tagged("post_install", "-at_install")
class TestArguments(ConvenienceCommon):
    """Methods that anybody may call get what they take, or refuse in a sentence."""

    def test_missing_or_wrong(self):
        request = self._request()
        line = request.line_ids.with_user(self.director)
        for record, method, arguments in (
            (line, "correct_price", []),
            (line, "correct_price", [1.0]),
            (line, "correct_price", [1.0, {}]),
            (line, "correct_price", [10**400, "Because"]),
            (line, "correct_price", [1.0, "a\x00b"]),
            (line, "correct_price", [1.0, "x" * 5000]),
            (line, "correct_price", [1.0, "Because", "more"]),
            (request, "set_responsibility", [["paid"], "Because"]),
            (request, "set_responsibility", ["rework", "Because", 2**70]),
            (self.env["convenience.agreement"], "suspend", ["soon", "later", "Away"]),
            (self.env["convenience.agreement"], "end", ["9999-12-31", "Moved"]),
            (self.env["convenience.agreement"], "add_line", [["no values"]]),
            (self.env["convenience.agreement"], "add_line", [{"quantity": NAN}]),
            (self.env["convenience.agreement"], "action_renew", [{}]),
        ):
            with self.subTest(method=method, arguments=arguments), self.assertRaises(UserError):
                call_kw(record.browse(), method, [record.ids, *arguments], {})

    def test_papers_are_asked_for_by_their_dialogs(self):
        reports = self.env["ir.actions.report"]
        for name in ("takings", "desk", "agreement_list", "held", "month_statistics", "day_sheet"):
            for data in ({}, {"office_id": "x", "company_id": {}, "day": "9999-99-99"}):
                with self.subTest(report=name, data=data), self.assertRaises(UserError):
                    reports._render_qweb_html(f"convenience_service.report_{name}", [], data)
