"""axe-core, run in an open page.

Through the debugger, not by a script tag: our content security policy allows none.
"""

from collections.abc import Collection
from importlib.resources import files

from playwright.sync_api import Page

SOURCE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What another colour scheme can break, and another width cannot.
RULES_ON_COLOURS = ["color-contrast", "link-in-text-block"]

# What axe leaves undecided and somebody looked at: the rule, where, and why it is no barrier.
LOOKED_AT = [
    # Django names the columns of links beside each model, and of the marks before each row of a
    # list, also where no row has one: there is nothing to read, and nothing is missed.
    ("th-has-data-cells", ".module > table, #result_list"),
    # A list box with fewer options than room: the options have the colours of the box.
    ("color-contrast", ".selector select"),
    # A line at the edge of the box in which a report's source scrolls: it is cut there, no more.
    ("color-contrast", ".report-import .source mark a"),
]


def load(page: Page) -> None:
    """Brings axe into the page, once for all runs in it; waits for the page's fonts.

    A ligature is an icon with its font alone. axe leaves the contrast of text over a picture
    undecided, and that of an arrow. So

    - the facets behind an opening make way for one colour, lighter than their lightest part (0.12
      of opacity): the worst for its text;
    - the signs that Django puts beside the words of a link, never behind them, are taken away;
    - an arrow counts as a letter;
    - the bar that saves stands at its place: wherever a page is scrolled to, it lies over half of
      something, which scrolling frees (the form's own story sees that the focus is never below it).
    """
    page.evaluate(SOURCE)
    page.evaluate(
        """async () => {
            axe._audit.checks["color-contrast"].options.ignoreUnicode = false;
            for (const facets of document.querySelectorAll(".opening .facets")) {
                const light = getComputedStyle(facets).fill;
                facets.parentElement.style.background =
                    `color-mix(in srgb, ${light} 20%, var(--kimberlite-deep))`;
                facets.remove();
            }
            for (const bar of document.querySelectorAll(".save-bar")) {
                bar.style.position = "static";
            }
            for (const link of document.querySelectorAll(".addlink, .changelink, .viewlink")) {
                link.style.backgroundImage = "none";
            }
            await document.fonts.ready;
        }"""
    )


def faults(
    page: Page, rules: list[str] = RULES, without: Collection[str] = frozenset()
) -> list[str]:
    """One line for each element that breaks a rule, or of which axe cannot say whether it does."""
    return page.evaluate(
        """async ([runOnly, without, lookedAt]) => {
            const rules = Object.fromEntries(without.map(id => [id, {enabled: false}]));
            const found = await axe.run(document, {runOnly, rules});
            const lines = (results, verdict) => results.flatMap(rule => rule.nodes.map(
                node => `${rule.id} ${verdict} (${rule.impact}): ${node.target.join(" ")}`
                    + ` (${[...node.any, ...node.all, ...node.none].map(why => why.message)})`
            ));
            for (const rule of found.incomplete) {
                const known = lookedAt.filter(([id]) => id === rule.id).map(([, where]) => where);
                rule.nodes = rule.nodes.filter(({target}) =>
                    !known.some(where => document.querySelector(target[0]).matches(where))
                );
            }
            return [...lines(found.violations, "broken"), ...lines(found.incomplete, "undecided")];
        }""",
        [rules, list(without), LOOKED_AT],
    )
