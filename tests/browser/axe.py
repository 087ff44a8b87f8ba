"""axe-core, run in an open page.

Through the debugger, not by a script tag: our content security policy allows none.
"""

from importlib.resources import files

from playwright.sync_api import Page

SOURCE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def load(page: Page) -> None:
    """Brings axe into the page, once for all runs in it."""
    page.evaluate(SOURCE)


def violations(page: Page) -> list[str]:
    """One line for each element that breaks a rule: the rule, its impact, the element."""
    return page.evaluate(
        """async rules => {
            const options = {runOnly: rules, resultTypes: ["violations"]};
            const found = (await axe.run(document, options)).violations;
            return found.flatMap(rule => rule.nodes.map(
                node => `${rule.id} (${rule.impact}): ${node.target.join(" ")}`
            ));
        }""",
        RULES,
    )
