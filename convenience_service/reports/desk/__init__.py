from . import desk
from . import desk_figures
