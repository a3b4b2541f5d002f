from . import once
from . import reason
