from . import office
from . import request
from . import hr_attendance
