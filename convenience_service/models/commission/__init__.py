from . import line
from . import rule
from . import sheet
