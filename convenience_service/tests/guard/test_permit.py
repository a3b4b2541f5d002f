"""What gets past the guards: a permit of the addon's own code, for just what it says."""

import json

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...models.guard.permit import (
    has_permit,
    permit_of,
    with_permit,
    with_permit_each,
    without_permit,
)
from ..common import ConvenienceCommon


@tagged("post_install", "-at_install")
class TestPermit(ConvenienceCommon):
    def setUp(self):
        super().setUp()
        self.request = self._request()

    def _refused(self, records, values):
        with self.assertRaisesRegex(AccessError, "cannot be written directly"):
            records.write(values)

    def test_for_these_values_only(self):
        own = with_permit(self.request, {"state": "assigned"})
        self._refused(own, {"state": "reviewed"})
        self._refused(own, {"state": "assigned", "billing_waived": True})
        own.write({"state": "assigned"})
        self.assertEqual(self.request.state, "assigned")

    def test_for_these_records_only(self):
        other = self._request()
        own = with_permit(self.request, {"state": "assigned"})
        self._refused(own.browse(other.ids), {"state": "assigned"})
        self._refused(own | own.browse(other.ids), {"state": "assigned"})
        self.assertEqual((self.request | other).mapped("state"), ["new", "new"])

    def test_each_record_its_own_values(self):
        other = self._request()
        values = {self.request.id: {"state": "assigned"}, other.id: {"state": "cancelled"}}
        first, second = with_permit_each(self.request | other, values)
        self._refused(first, {"state": "cancelled"})
        second.write({"state": "cancelled"})
        self.assertEqual((self.request | other).mapped("state"), ["new", "cancelled"])

    def test_for_one_model_only(self):
        lines = with_permit(self.request, {"price_unit": 1.0}).line_ids
        self.assertTrue(has_permit(lines, "convenience.request"))
        self.assertFalse(has_permit(lines, "convenience.request.line"))
        self._refused(lines, {"price_unit": 1.0})

    def test_a_creation_is_permitted_for_the_list_itself(self):
        """A list that somebody else made, even of the same values, is not what was permitted."""
        vals_list = [{**self._prepare_request(), "state": "assigned"}]
        requests = with_permit(self.env["convenience.request"], vals_list)
        self.assertTrue(requests._is_permitted_creation(vals_list))
        self.assertFalse(requests._is_permitted_creation([dict(vals_list[0])]))
        self.assertEqual(requests.create([dict(vals_list[0])]).state, "new")

    def test_what_comes_out_of_json_is_none(self):
        own = with_permit(self.request, {"state": "assigned"})
        permit = permit_of(own)
        key = next(key for key, value in own.env.context.items() if value is permit)
        told = {name: getattr(permit, name) for name in ("model", "values")}
        forged = json.loads(json.dumps({**told, "ids": self.request.ids}))
        for context in ({key: forged}, {key: True}, {key: repr(permit)}):
            records = self.request.with_context(**context)
            self.assertIsNone(permit_of(records))
            self._refused(records, {"state": "assigned"})
        with self.assertRaises(TypeError):
            json.dumps(permit)

    def test_it_is_stripped_before_anything_else_is_written(self):
        own = with_permit(self.request, {"state": "assigned"})
        self.assertIsNone(permit_of(without_permit(own)))
        self.assertIs(without_permit(self.request), self.request)
        created = own.create(self._prepare_request())
        self.assertIsNone(permit_of(created))
