"""The screens the benchmarks measure, read as the web client reads them."""

from lxml import etree

# Records of a list's page as the web client asks for them, and of a short page; a column of a board
# and the cards of a phone have half as many.
PAGE, SHORT_PAGE = 80, 20
MOST_COUNTED = 10_001


def env_of(community, user):
    """The environment of somebody at work in the community's company, in Chinese."""
    context = {"lang": "zh_CN", "tz": user.tz, "allowed_company_ids": community.company.ids}
    return community.env(user=user.id, su=False, context=context)


class Screen:
    """One screen as the web client reads it: its fields, its filters, its pages."""

    def __init__(self, env, action, kind="list", page=PAGE):
        """
        :param env: of the user who looks
        :param action: external id of the action that opens the screen
        """
        self.env, self.page = env, page if kind == "list" else page // 2
        action = env.ref(action).sudo()
        self.model = env[action.res_model]
        views = self.model.get_views(
            [(self._view_id(action, kind), kind), (action.search_view_id.id, "search")]
        )["views"]
        self.arch = etree.fromstring(views[kind]["arch"])
        self.filters = etree.fromstring(views["search"]["arch"])
        self.domain = self._evaluate(action.domain or "[]")

    def _view_id(self, action, kind):
        own = action.view_ids.filtered(lambda view: view.view_mode == kind)
        return own.view_id.id or action.view_id.filtered(lambda view: view.type == kind).id

    def _evaluate(self, text, typed=""):
        from odoo.tools.safe_eval import safe_eval

        return safe_eval(text, {"uid": self.env.uid, "self": typed})

    def filter(self, name):
        """The domain of a filter."""
        (node,) = self.filters.xpath(f"//filter[@name='{name}']")
        return self.domain + self._evaluate(node.get("domain"))

    def typed(self, field, text):
        """The domain of what somebody types into the search box."""
        node = self.filters.xpath(f"//field[@name='{field}']")[0]
        default = repr([(field, "ilike", text)])
        return self.domain + self._evaluate(node.get("filter_domain", default), text)

    def specification(self):
        """What is read of each record: the fields of the view, names of what they refer to."""
        names = {
            node.get("name")
            for node in self.arch.iter("field")
            if not any(parent.tag == "field" for parent in node.iterancestors())
        }
        return {
            name: {"fields": {"display_name": {}}} if self.model._fields[name].relational else {}
            for name in names
        }

    def records(self, domain):
        """A page of a list, and how many there are."""
        order = self.arch.get("default_order")
        return self.model.web_search_read(
            domain, self.specification(), limit=self.page, order=order, count_limit=MOST_COUNTED
        )

    def board(self, domain, group_by):
        """The columns of a board with the first cards of each."""
        return self.model.web_read_group(
            domain,
            [group_by],
            auto_unfold=True,
            unfold_read_specification=self.specification(),
            unfold_read_default_limit=self.page,
        )

    def groups(self, domain, group_by):
        """A page of the closed groups of a list, with the sums that the list shows."""
        sums = [f"{node.get('name')}:sum" for node in self.arch.iter("field") if node.get("sum")]
        return self.model.web_read_group(domain, [group_by], ["__count", *sums], limit=self.page)
