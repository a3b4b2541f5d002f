from . import convenience_office
from . import convenience_request
from . import hr_attendance
