from . import service_sheet
from . import day_sheet
from . import quotation
