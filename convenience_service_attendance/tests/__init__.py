from . import test_report_by_clock
