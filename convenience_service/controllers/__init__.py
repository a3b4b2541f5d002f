from . import export
from . import portal
from . import public
