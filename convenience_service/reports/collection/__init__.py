from . import aged
from . import reminder
