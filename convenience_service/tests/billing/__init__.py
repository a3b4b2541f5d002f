from . import test_blocked
from . import test_money
from . import test_reports_month
from . import test_reports_statement
from . import test_settlement
from . import test_unbilled
