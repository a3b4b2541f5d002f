from . import import_tariff
from . import import_tariff_writing
from . import import_amendment
from . import send_back
