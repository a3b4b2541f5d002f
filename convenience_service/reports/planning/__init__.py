from . import minutes
