from . import settling
