from . import report
from . import spreadsheet
from . import import_sheet
from . import import_kind
from . import import_units
from . import import_people
from . import import_staff
