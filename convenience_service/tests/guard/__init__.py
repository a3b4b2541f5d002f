from . import test_bounds
from . import test_chinese_amount
from . import test_dialogs
from . import test_permit
from . import test_reports_layout
from . import test_roles
