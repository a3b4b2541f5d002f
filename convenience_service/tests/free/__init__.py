from . import test_activity
from . import test_kit
from . import test_loan
