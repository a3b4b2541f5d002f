from . import test_complaint
from . import test_duty
from . import test_enquiry
from . import test_reports_desk
