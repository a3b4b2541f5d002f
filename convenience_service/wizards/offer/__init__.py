from . import import_tariff
from . import import_tariff_writing
from . import send_back
