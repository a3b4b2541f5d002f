from . import import_tariff
