from . import test_tax_invoice
from . import test_tax_invoice_red
