from . import import_tariff
from . import import_tariff_writing
