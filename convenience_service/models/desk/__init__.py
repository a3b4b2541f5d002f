from . import desk_record
from . import enquiry
from . import duty
from . import complaint
from . import demand
from . import request_enquiry
from . import request_duty
from . import office
