from . import duty_rota
from . import duty_turn
from . import desk_report
