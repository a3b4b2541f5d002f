"""The test command must not pass when tests failed, were skipped, or never ran."""

import pytest

from environment import Problem
from run_tests import judge

PASSED = '<testcase classname="a.T" name="test_one"/>'
SKIPPED = '<testcase classname="a.T" name="test_two"><skipped message="no browser"/></testcase>'


def report(folder, *cases):
    path = folder / "report.xml"
    path.write_text(f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>")
    return path


def test_a_clean_run_passes(tmp_path):
    judge(0, report(tmp_path, PASSED))


@pytest.mark.parametrize(
    ("status", "cases", "reason"),
    [
        (0, [PASSED, SKIPPED], "1 tests were skipped"),
        (0, [], "no test ran"),
        (1, [PASSED], "failed"),
        (5, [], "failed"),
    ],
)
def test_anything_else_is_refused(tmp_path, status, cases, reason):
    with pytest.raises(Problem, match=reason):
        judge(status, report(tmp_path, *cases))


def test_a_run_without_a_report_is_refused(tmp_path):
    with pytest.raises(Problem, match="without a report"):
        judge(0, tmp_path / "report.xml")
