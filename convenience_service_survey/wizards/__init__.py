from . import typing
from . import analysis
