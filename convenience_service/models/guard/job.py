import logging
from datetime import timedelta
from typing import NamedTuple

from psycopg2 import errors

from odoo import api, fields, models
from odoo.fields import Domain

_logger = logging.getLogger(__name__)

CONCURRENCY_ERRORS = (errors.LockNotAvailable, errors.SerializationFailure, errors.DeadlockDetected)
MAX_SNAPSHOTS = 50
RETRY_HOURS = (1, 4, 24)


class JobColumns(NamedTuple):
    """Names of the fields that keep what became of a job on a record."""

    error: str = "job_error"
    attempts: str = "job_attempts"
    next_try: str = "job_next_try"


class ConvenienceJobMixin(models.AbstractModel):
    """Records that scheduled jobs work through, each once, whatever happens to the job.

    A batch is a transaction of its own on rows nobody else has locked, so a job may run twice or
    side by side, and a kill loses the batch under way only. A record that fails keeps its error
    and the time of its next try; the others go on. Two transactions meeting is no error: the
    batch is rolled back and taken up again on a new snapshot.
    """

    _name = "convenience.job.mixin"
    _description = "Work of Scheduled Jobs"

    job_error = fields.Char(
        "Error of the Last Job", readonly=True, copy=False, help="Kept until the job succeeds."
    )
    job_attempts = fields.Integer(readonly=True, copy=False)
    job_next_try = fields.Datetime("Next Try", readonly=True, copy=False)

    @api.model
    def _run_job(self, domain, method, batch_size=50):
        """Work through the records of a domain; called by `ir.cron`, commits after each batch.

        :param domain: what is due; what is still due after the method waits for the next run
        :param str method: name of the record method, called with a batch of locked records
        """
        due, seen = Domain(domain), []
        snapshots, seconds_left = 0, self._commit_job(0, due, method)
        while seconds_left > 0 and snapshots < MAX_SNAPSHOTS:
            try:
                rest = due & Domain("id", "not in", seen)
                batch = self._lock_job_batch(rest, batch_size, method)
                if not batch:
                    break
                ids = batch.ids
                batch._do_job_batch(method)
                seen += ids
                rest = due & Domain("id", "not in", seen)
                seconds_left = self._commit_job(len(ids), rest, method)
            except CONCURRENCY_ERRORS:
                _logger.info("%s met another transaction and takes a new snapshot.", method)
                self.env.cr.rollback()
                snapshots += 1

    @api.model
    def _job_columns(self, method):
        """Hook: where a method keeps its outcome, on records that several jobs work through."""
        return JobColumns()

    @api.model
    def _job_due(self, domain, method):
        """Narrow a domain to what is not waiting for its next try."""
        column, now = self._job_columns(method).next_try, fields.Datetime.now()
        return domain & (Domain(column, "=", False) | Domain(column, "<=", now))

    @api.model
    def _lock_job_batch(self, domain, size, method):
        # more candidates than the batch takes: another runner may have locked the first ones
        candidates = self.search(self._job_due(domain, method), limit=size * 4, order="id")
        return candidates.try_lock_for_update(allow_referencing=True, limit=size)

    @api.model
    def _commit_job(self, count, domain, method):
        remaining = self.search_count(self._job_due(domain, method))
        seconds_left = self.env["ir.cron"]._commit_progress(count, remaining=remaining)
        self.env.invalidate_all()
        return seconds_left

    def _do_job_batch(self, method):
        """All at once; when that fails one by one, so that the error stays with its cause."""
        try:
            with self.env.cr.savepoint():
                getattr(self, method)()
                self._forget_job_error(method)
        except CONCURRENCY_ERRORS:
            raise
        except Exception:  # whatever one record does, the others are done
            for record in self:
                record._do_job_or_keep_error(method)

    def _do_job_or_keep_error(self, method):
        try:
            with self.env.cr.savepoint():
                getattr(self, method)()
                self._forget_job_error(method)
        except CONCURRENCY_ERRORS:
            raise
        except Exception as error:
            _logger.warning("%s: %s failed", self, method, exc_info=True)
            self._keep_job_error(method, error)

    def _forget_job_error(self, method):
        columns = self._job_columns(method)
        failed = self.filtered(columns.error)
        if failed:
            failed._write_job({columns.error: False, columns.attempts: 0, columns.next_try: False})

    def _keep_job_error(self, method, error):
        columns = self._job_columns(method)
        attempts = self[columns.attempts]
        wait = RETRY_HOURS[min(attempts, len(RETRY_HOURS) - 1)]
        self._write_job(
            {
                columns.error: str(error) or error.__class__.__name__,
                columns.attempts: attempts + 1,
                columns.next_try: fields.Datetime.now() + timedelta(hours=wait),
            }
        )

    def _write_job(self, values):
        """Jobs run as the system; on a guarded model their fields are guarded too."""
        guarded = getattr(self, "_write_guarded", None)
        return guarded(values) if guarded else self.write(values)

    @api.model
    def _job_fields(self):
        """Names for a guarded model to add to its `_guarded_fields`."""
        return {"job_error", "job_attempts", "job_next_try"}
