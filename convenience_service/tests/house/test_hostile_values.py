"""Whatever is sent to our records is taken or refused in a sentence; what is taken can be shown."""

from collections import Counter
from random import Random

from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st
from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..drawn import SOAK
from .common_one_of_each import OneOfEach
from .hostile_values import HOSTILE, widest

BATCH = 1_000
BATCHES = 1_000 if SOAK else 5
WIDE = 50 if SOAK else 15  # how many cases of a batch have only values that bounds allow
OPENED = 0.1  # of what is taken, how much is looked at afterwards
QUIET = ("odoo.sql_db", "odoo.addons.base.models.ir_model", "odoo.models", "odoo.tools.cache")
STAMPS = {"id", "create_uid", "create_date", "write_uid", "write_date"}


@tagged("post_install", "-at_install")
@freeze_time("2026-11-10 04:00:00")
class TestHostileValues(OneOfEach):
    def setUp(self):
        super().setUp()
        self._make_one_of_each()
        self.samples = {name: self._sample(name) for name in self._guarded_models()}
        self.outcomes, self.widest, self.taken = Counter(), {}, Counter()

    def _guarded_models(self):
        """Return the names of the models that have fields of ours."""
        return sorted(
            name
            for name, model_class in self.env.registry.items()
            if getattr(model_class, "_convenience_door", None)
        )

    def _sample(self, name):
        model = self.env[name].with_context(active_test=False)
        return model.search([], order="id desc", limit=3)

    def _bounds(self, model):
        return type(model)._convenience_door.bounds

    # ------------------------------------------------------------------ what is sent

    def _wrong(self, random, model):
        """Return values of which one at least is out of bounds."""
        bounds = self._bounds(model).items()
        names = [name for name, bound in bounds if name != "id" and self._takes_not_all(bound)]
        vals = self._wide(random, model)
        name = random.choice(names)
        bound = self._bounds(model)[name]
        wrong = [value for value in random.sample(HOSTILE, 20) if self._is_wrong(bound, value)]
        return {**vals, name: wrong[0]}

    def _takes_not_all(self, bound):
        return bound is not None and bound.field.type != "json"

    def _is_wrong(self, bound, value):
        """Whether it is, for a field of a form as for one of a record."""
        model = self.env[bound.field.model_name]
        return not (value is False or value is None or bound.allows(value, model, draft=True))

    def _wide(self, random, model):
        """Return values that bounds allow, some of them odd."""
        bounds = self._bounds(model)
        names = random.sample(sorted(bounds), min(len(bounds), random.choice((1, 1, 1, 2, 3))))
        odd = random.choice(HOSTILE)
        return {
            name: odd
            if random.random() < 0.2 and bounds[name] and bounds[name].allows(odd, model)
            else random.choice(self._widest(model._fields[name]))
            for name in names
        }

    def _as_made(self, random, record):
        """Return the values by which a record like this one would be made, some left out."""
        return {
            name: record._fields[name].convert_to_write(record[name], record)
            for name in self._bounds(record).keys() - STAMPS
            if (field := record._fields[name]).store
            and not field.compute
            and field.type not in ("one2many", "binary")
            and random.random() < 0.97
        }

    def _widest(self, field):
        if field not in self.widest:
            self.widest[field] = widest(field, self.env)
        return self.widest[field]

    def _call(self, random, record, vals, made):
        """Return method and arguments by which the values are sent from outside, one way or
        another.

        :param made: whether a new record gets what else it needs
        """
        ways = ["onchange"]
        if record:
            ways += ["write", "write", "web_save", "copy"]
        if type(record)._convenience_door.whole and record._auto:
            ways += ["create"]
        else:
            ways = [way for way in ways if way != "copy"]
        match random.choice(ways):
            case "create":
                kept = self._as_made(random, record) if made and record else {}
                return "create", [{**kept, **vals}]
            case "onchange":
                return "onchange", [record.ids, vals, list(vals), {name: {} for name in vals}]
            case "web_save":
                return "web_save", [record.ids, vals, {"display_name": {}}]
            case way:
                return way, [record.ids, vals]

    def _sent(self, model, method, arguments, context=None):
        """Make the call as the server makes it, and return what came of it."""
        try:
            call_kw(model, method, arguments, {"context": {**self.env.context, **(context or {})}})
            self.env.flush_all()
        except UserError as refusal:
            self.assertTrue(str(refusal).strip())
            return "refused"
        except IntegrityError:
            return "refused"  # the ERP says so in a sentence, in a new transaction
        return "taken"

    # ------------------------------------------------------------------ one case

    def _any(self, random):
        samples = self.samples[random.choice(list(self.samples))]
        return random.choice(samples or (samples,))

    def _send_wrong(self, random, record):
        """The door refuses it, so that there is nothing to undo."""
        call = self._call(random, record, self._wrong(random, record), made=False)
        outcome = self._sent(record.browse(), *call)
        self.assertEqual(outcome, "refused", f"{record._name}: {call}")
        self.outcomes["out of bounds"] += 1

    def _send_wide(self, random, record):
        """Nothing is left of it afterwards."""
        if not record._auto:
            return
        vals, context = self._wide(random, record), {}
        if random.random() < 0.2:
            # what the caller says is the default may be anything
            context = {f"default_{one}": random.choice(HOSTILE) for one in vals}
        savepoint = self.env.cr.savepoint()
        call = self._call(random, record, {} if context else vals, made=True)
        note(f"{record._name}: {call} {context}")
        try:
            outcome = self._sent(record.browse(), *call, context)
            if outcome == "taken" and random.random() < OPENED:
                self._open(record or self._sample(record._name))
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()
        self.outcomes[outcome] += 1

    def _open(self, records):
        """What lists and forms show, and how lists are grouped."""
        self.env.invalidate_all()
        names = [name for name in self._bounds(records) if name != "id"]
        domain = [("id", "in", records.ids)]
        records.web_search_read(domain, {name: {} for name in (*names, "display_name")})
        for name in names:
            field = records._fields[name]
            if field.type in ("date", "datetime") and field.store:
                records.web_read_group(domain, [f"{name}:month"], ["__count"])

    # ------------------------------------------------------------------ tests

    @mute_logger(*QUIET)
    def test_whatever_is_sent(self):
        """Every call ends in a sentence or in a record that can be shown."""
        self._send_all()
        self.assertGreater(self.outcomes["out of bounds"], BATCH)
        self.assertGreater(self.outcomes["taken"], 20)
        self._widen_all()
        self.assertGreater(sum(self.taken.values()), 150)
        self._show_all()

    def _send_all(self):
        @given(seed=st.integers(0, 2**48))
        @settings(
            max_examples=BATCHES,
            deadline=None,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )
        def send_many(seed):
            random = Random(seed)
            for _number in range(BATCH - WIDE):
                self._send_wrong(random, self._any(random))
            for _number in range(WIDE):
                self._send_wide(random, self._any(random))

        send_many()

    def _widen_all(self):
        """Give a record of each model the widest values it takes."""
        for name, samples in self.samples.items():
            if self.env[name]._auto and not self.env[name]._transient:
                for record in samples[:1]:
                    self.taken[name] += self._widen(record)

    def _show_all(self):
        """Records with the widest values they take are listed, grouped and printed."""
        for name, samples in self.samples.items():
            with self.subTest(model=name):
                self._open(samples)
        reports = self.env["ir.actions.report"].search(
            [("model", "in", list(self.samples)), ("report_name", "like", "convenience_service")]
        )
        for report in reports:
            with self.subTest(report=report.report_name):
                self.assertTrue(self._print(report))

    def _print(self, report):
        record = self.samples[report.model][:1]
        try:
            return report._render_qweb_html(report.report_name, record.ids)[0]
        except UserError as refusal:  # what has no paper yet, or is printed from a dialog
            return str(refusal)

    def _widen(self, record):
        """Give each field the widest value it takes; return how many took one."""
        guarded = record._guarded_fields() if hasattr(record, "_guarded_fields") else set()
        count = 0
        for name in sorted(self._bounds(record).keys() - STAMPS - guarded):
            field = record._fields[name]
            if not field.store or field.type in ("one2many", "many2many", "json", "many2one"):
                continue
            for value in widest(field, self.env)[:6]:
                savepoint = self.env.cr.savepoint()
                outcome = self._sent(record.browse(), "write", [record.ids, {name: value}])
                savepoint.close(rollback=outcome != "taken")
                if outcome == "taken":
                    count += 1
                    break
        return count
