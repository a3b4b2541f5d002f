from itertools import chain, count, islice

from psycopg2.errors import UniqueViolation

from odoo import api, models
from odoo.tools import SQL, escape_psql


class ConvenienceNumberedMixin(models.AbstractModel):
    """Numbers without gaps (连号), where an auditor counts: one series an office and period.

    How a number looks is said by the `ir.sequence` of the model: its prefix, with the year or
    month of the record, and its padding; the office comes between. Which number is next is
    counted in the table itself. Whoever is refused gives the number back with the transaction;
    of two at once the second waits for the first, and takes the next one. That is how the ERP
    numbers its entries: see `_locked_increment` of its `sequence.mixin`.

    The table has a unique index on company and number, and another by which a series is found.
    Numbers are given when the rest is done, since others of the series wait from then on.
    """

    _name = "convenience.numbered.mixin"
    _description = "Numbers without Gaps"

    # whether numbers of deleted records, which nobody was given yet, are given again
    _reuses_numbers = False

    def _number_series(self):
        """Return the code of the sequence, and the day whose year and month the number says."""
        raise NotImplementedError

    def _give_numbers(self):
        """Number the records, each series in the order of the records.

        Two that number several series at once take them in the same order, or they would wait for
        each other.
        """
        series = self.grouped(
            lambda record: (record.company_id, record.office_id, *record._number_series())
        )
        for key in sorted(series, key=str):
            company, office, code, day = key
            prefix, padding = self._number_format(company, code, day)
            series[key]._draw_numbers(f"{prefix}{office.code or office.id}-", padding)

    @api.model
    def _number_format(self, company, code, day):
        # sudo: how numbers look is no secret to who is given one
        sequences = self.env["ir.sequence"].sudo().with_company(company)
        sequence = sequences.search(
            [("code", "=", code), ("company_id", "in", [company.id, False])],
            order="company_id",
            limit=1,
        )
        prefix, _suffix = sequence._get_prefix_suffix(date=day)
        return prefix, sequence.padding

    def _draw_numbers(self, prefix, padding):
        # the database has to know the rows that are numbered
        self.flush_recordset()
        names = (f"{prefix}{number:0{padding}d}" for number in self._free_numbers(prefix))
        first, others = self[:1], self[1:]
        first._take_number(names)
        # whoever else numbers in the series waits for the first: the next ones are free
        wanted = list(islice(names, len(others)))
        try:
            others._put_numbers(wanted)
        except UniqueViolation:
            names = chain(wanted, names)
            for record in others:
                record._take_number(names)
        self.invalidate_recordset(["name"], flush=False)
        self.modified(["name"])

    def _take_number(self, names):
        """Take the first of the numbers that nobody has."""
        while True:
            try:
                return self._put_numbers([next(names)])
            except UniqueViolation:
                # taken since this transaction looked: by whoever was waited for
                continue

    def _put_numbers(self, names):
        """Write the numbers; others that write the same ones wait for the end of this."""
        if not self:
            return
        rows = SQL(", ").join(
            SQL("(%s, %s)", record.id, name) for record, name in zip(self, names, strict=True)
        )
        with self.env.cr.savepoint(flush=False):
            self.env.cr.execute(
                SQL(
                    "UPDATE %s AS numbered SET name = given.name"
                    " FROM (VALUES %s) AS given (id, name) WHERE numbered.id = given.id",
                    SQL.identifier(self._table),
                    rows,
                ),
                log_exceptions=False,
            )

    def _free_numbers(self, prefix):
        """Return an iterator of the numbers of a series that are free, as far as can be seen."""
        first = self._first_number()
        if not self._reuses_numbers:
            latest = self._numbers(prefix, SQL("ORDER BY id DESC LIMIT 1"))
            return count(1 + next(iter(latest), first - 1))
        used = self._numbers(prefix, SQL(""))
        last = max(used, default=first - 1)
        return chain(sorted(set(range(first, last)) - set(used)), count(last + 1))

    def _first_number(self):
        """Hook: the number that the series of these records begins with."""
        return 1

    def _numbers(self, prefix, order):
        rows = self.env.execute_query(
            SQL(
                "SELECT substr(name, %(start)s)::int FROM %(table)s"
                " WHERE company_id = %(company)s AND name LIKE %(like)s"
                " AND substr(name, %(start)s) ~ '^[0-9]{1,9}$' %(order)s",
                start=len(prefix) + 1,
                table=SQL.identifier(self._table),
                company=self.company_id.id,
                like=f"{escape_psql(prefix)}%",
                order=order,
            )
        )
        return [number for (number,) in rows]
