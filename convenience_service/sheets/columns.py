"""The columns of the sheets that can be imported, in Chinese and in English.

Headers and words in cells are what property managers have in their sheets: data, not terms
of the screen, so both languages are taken whatever the user's is.
"""

from collections.abc import Callable
from typing import NamedTuple

from . import values


class Column(NamedTuple):
    """One column of a sheet.

    `example` is a Chinese and an English cell for the template. `required`: the column has to be
    there and filled in every row. `others` are further headers that mean the same.
    """

    key: str
    zh: str
    en: str
    parse: Callable = values.text
    example: tuple = ("", "")
    required: bool = False
    others: tuple = ()

    def headers(self):
        """Every header that names the column, for comparing."""
        return {values.folded(header) for header in (self.zh, self.en, *self.others)}

    def header(self, lang):
        """The header for a reader of the language."""
        return self.zh if is_chinese(lang) else self.en

    def example_cell(self, lang):
        """The cell of the template's example row."""
        return self.example[0 if is_chinese(lang) else 1]


def is_chinese(lang):
    return (lang or "").startswith("zh")


def needed(key, zh, en, example, parse=values.text):
    """A column that has to be there."""
    return Column(key, zh, en, parse, example, required=True)


ROLES = values.choice(owner="业主 owner", tenant="租户 tenant 承租人")
SETTLEMENT_MODES = values.choice(
    monthly="月结 monthly", per_visit="次结 per-visit per_visit", prepaid="预交 prepaid 预付"
)
CHARGING = values.choice(free="无偿 free 免费", paid="有偿 paid 收费")
PRICE_RULES = values.choice(
    **{"fixed": "固定 fixed 定价", "from": "起价 from", "percentage": "按比例 percentage"},
    quotation="报价 quotation by-quotation 面议",
)
OPERATIONS = values.choice(offer="开办 offer 新增", reprice="调价 reprice", stop="停办 stop 停止")
SERVICE_KINDS = values.choice(
    visit="上门 on-site visit",
    counter="柜台 at-the-desk counter",
    errand="代办 errand",
    loan="借用 loan",
    custody="代管 custody",
    activity="活动 activity",
)
CHANNELS = values.choice(
    phone="电话 phone", desk="前台 front-desk desk", portal="网上 online portal"
)

# The codes of the customer types that come with the addon, whatever languages are installed.
TYPE_CODES = {
    "居住": "residence",
    "住宅": "residence",
    "办公": "office",
    "商铺": "shop",
    "商业": "shop",
}

NO_MONEY = ("0.00", "0.00")
PHONE = ("12000000000", "12000000000")
A_DAY = ("2026-01-01", "2026-01-01")
A_MOMENT = ("2026-10-01 08:26", "2026-10-01 08:26")
A_FINISH = ("2026-10-01 11:18", "2026-10-01 11:18")
TYPES = ("居住/办公/商铺", "Residence/Office Premises/Shop")

PLACE = (
    needed("building", "楼栋", "Building", ("1栋", "1")),
    Column("entrance", "单元", "Entrance", example=("1单元", "1")),
    needed("number", "房号", "Room", ("101", "101")),
)

UNITS = (
    *PLACE,
    needed("type", "用途", "Used For", ("居住", "Residence")),
    Column(
        "area", "建筑面积", "Area (m²)", values.amount, ("89.0", "89.0"), others=("Area", "面积")
    ),
)

PEOPLE = (
    needed("name", "姓名", "Name", ("张三", "Jane Doe")),
    needed("phone", "电话", "Phone", PHONE),
    Column("contact", "联系人", "Contact"),
    Column("vat", "税号", "Tax ID"),
    *PLACE,
    needed("role", "身份", "Role", ("业主", "Owner"), ROLES),
    needed("is_main_payer", "主缴费人", "Main Payer", ("是", "Yes"), values.yes_no),
    needed("date_from", "入住日期", "Moved In", A_DAY, values.day),
    Column("settlement_mode", "结算方式", "Settlement", SETTLEMENT_MODES, ("月结", "Monthly")),
)

STAFF = (
    needed("number", "工号", "Staff Number", ("G001", "G001")),
    needed("name", "姓名", "Name", ("李四", "John Smith")),
    Column("department", "部门", "Department", example=("工程部", "Engineering")),
    Column("job_title", "岗位", "Position", example=("服务人员", "Electrician")),
    Column("phone", "电话", "Phone", example=PHONE),
)

TARIFF = (
    needed("item", "服务项目", "Service", ("更换灯泡", "Bulb Change")),
    needed("category", "分类", "Category", ("室内维修安装", "Indoor Repair and Installation")),
    needed("charging", "收费性质", "Charging", ("有偿", "Paid"), CHARGING),
    Column("service_kind", "性质", "Kind of Service", SERVICE_KINDS, ("上门", "On Site")),
    needed("uom", "计价单位", "Unit of Measure", ("个", "Piece")),
    Column("price_rule", "计价方式", "Price Rule", PRICE_RULES, ("固定", "Fixed")),
    needed("price", "单价", "Price", ("10.00", "10.00"), values.amount),
    Column("deposit", "押金", "Deposit", values.amount, NO_MONEY),
    Column("types", "适用客户", "Customer Types", values.several, TYPES),
    needed("department", "责任部门", "Department", ("工程部", "Engineering")),
    Column("expected_cost", "预计成本", "Expected Cost", values.amount, ("8.50", "8.50")),
    needed("tax_rate", "税率", "Tax Rate", ("13", "13"), values.rate),
    Column("prepaid", "须预交", "Prepaid", values.yes_no, ("否", "No")),
    Column("respond_hours", "响应时限", "Hours to Respond", values.hours, ("2", "2")),
    Column("finish_hours", "完成时限", "Hours to Finish", values.hours, ("24", "24")),
    Column("noisy", "有噪音", "Noisy", values.yes_no, ("否", "No")),
    Column("min_subscribers", "保本户数", "Subscribers That Carry It", values.count),
    Column("margin_reason", "利润说明", "Margin Explained"),
    needed("date_start", "生效日期", "In Force From", A_DAY, values.day),
)

AMENDMENT = (
    needed("operation", "变更", "Change", ("调价", "Reprice"), OPERATIONS),
    *TARIFF,
)

SERVICES = (
    needed("name", "单号", "Number", ("BM20261000001", "BM20261000001")),
    needed("registered", "登记时间", "Registered", A_MOMENT, values.moment),
    *PLACE,
    needed("customer", "客户", "Customer", ("张三", "Jane Doe")),
    Column("phone", "电话", "Phone", example=PHONE),
    needed("item", "服务项目", "Service", ("更换灯泡", "Bulb Change")),
    needed("quantity", "数量", "Quantity", ("1", "1"), values.quantity),
    needed("channel", "受理方式", "Channel", ("电话", "Phone"), CHANNELS),
    Column("workers", "服务人员", "Workers", values.several, ("李四", "John Smith")),
    Column("done", "完成时间", "Finished", values.moment, A_FINISH),
    Column("signed", "客户签字", "Signed", values.signature, ("是", "Yes")),
    Column("note", "备注", "Note", values.note),
)

# What a payer had before the product: found by name and unit, and by phone where names repeat.
PAYER = (
    needed("name", "姓名", "Name", ("张三", "Jane Doe")),
    Column("phone", "电话", "Phone", example=PHONE),
    *PLACE,
)
OPENING_AMOUNT = needed("amount", "金额", "Amount", ("120.00", "120.00"), values.amount)

ARREARS = (
    *PAYER,
    needed("month", "欠费月份", "Month", ("2025-12", "2025-12"), values.month),
    needed("item", "项目", "Item", ("更换灯泡", "Bulb Change")),
    OPENING_AMOUNT,
)

PREPAYMENTS = (*PAYER, OPENING_AMOUNT)

DEPOSITS = (
    *PAYER,
    needed("item", "押金项目", "Item", ("装修押金", "Keys")),
    Column("receipt", "原收据号", "Old Receipt", example=("0001234", "0001234")),
    OPENING_AMOUNT,
)

PRICE_BASES = values.choice(flat="包月 flat monthly", per_visit="按次 per-visit per_visit")
FREQUENCIES = values.choice(
    daily="每天 daily", weekly="每周 weekly", monthly="每月 monthly", yearly="每年 yearly"
)

AGREEMENTS = (
    needed("paper", "协议编号", "Agreement Number", ("XY-001", "XY-001")),
    *PAYER,
    needed("item", "服务项目", "Service", ("更换灯泡", "Bulb Change")),
    Column("quantity", "数量", "Quantity", values.quantity, ("1", "1")),
    needed("basis", "计价方式", "Price Basis", ("包月", "Flat"), PRICE_BASES),
    needed("price", "单价", "Price", ("100.00", "100.00"), values.amount),
    needed("frequency", "频次", "Frequency", ("每周", "Weekly"), FREQUENCIES),
    Column("days", "星期或日期", "Days", values.several, ("周一/周四", "Monday/Thursday")),
    needed("start", "开始日期", "Start", ("2025-03-01", "2025-03-01"), values.day),
    Column("paid_until", "已付至", "Paid Until", values.day, ("2025-12-31", "2025-12-31")),
    Column("settlement_mode", "结算方式", "Settlement", SETTLEMENT_MODES, ("月结", "Monthly")),
)

RECEIPTS = (needed("number", "首张收据号", "First Receipt Number", ("1001", "1001"), values.count),)

KINDS = {
    "units": UNITS,
    "people": PEOPLE,
    "staff": STAFF,
    "tariff": TARIFF,
    "amendment": AMENDMENT,
    "services": SERVICES,
    "arrears": ARREARS,
    "prepayments": PREPAYMENTS,
    "deposits": DEPOSITS,
    "agreements": AGREEMENTS,
    "receipts": RECEIPTS,
}

# Added to the rows that are handed back; when these come again it is not read.
REASON = Column("reason", "不能导入的原因", "Why It Was Not Loaded")
