from . import test_reports_layout
