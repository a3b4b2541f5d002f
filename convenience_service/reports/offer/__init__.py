from . import tariff
