"""axe-core, run in an open page.

Through the debugger, not by a script tag: our content security policy allows none.
"""

from importlib.resources import files

from playwright.sync_api import Page

SOURCE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def load(page: Page) -> None:
    """Brings axe into the page, once for all runs in it.

    axe leaves the contrast of text over a drawing undecided. So the facets behind an opening make
    way for one colour, lighter than their lightest part (0.12 of opacity): the worst for its text.
    """
    page.evaluate(SOURCE)
    page.evaluate(
        """() => {
            for (const facets of document.querySelectorAll(".opening .facets")) {
                const light = getComputedStyle(facets).fill;
                facets.parentElement.style.background =
                    `color-mix(in srgb, ${light} 20%, var(--kimberlite-deep))`;
                facets.remove();
            }
        }"""
    )


def violations(page: Page) -> list[str]:
    """One line for each element that breaks a rule."""
    return [fault for fault in faults(page) if " undecided " not in fault]


def faults(page: Page) -> list[str]:
    """One line for each element that breaks a rule, or of which axe cannot say whether it does."""
    return page.evaluate(
        """async rules => {
            const found = await axe.run(document, {runOnly: rules});
            const lines = (results, verdict) => results.flatMap(rule => rule.nodes.map(
                node => `${rule.id} ${verdict} (${rule.impact}): ${node.target.join(" ")}`
            ));
            return [...lines(found.violations, "broken"), ...lines(found.incomplete, "undecided")];
        }""",
        RULES,
    )
