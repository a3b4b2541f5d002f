from . import test_aged
from . import test_reminder
from . import test_reminder_meanwhile
