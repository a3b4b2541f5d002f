from . import move_out
from . import billing
from . import held
from . import money
from . import credits
from . import obstacles
