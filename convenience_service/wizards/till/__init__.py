from . import till_wizard
from . import count
from . import banking
