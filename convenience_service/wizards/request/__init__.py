from . import acceptance
from . import import_services
from . import import_services_writing
from . import price_correction
from . import hand_over
from . import put_off
from . import responsibility_decision
from . import day_sheet
