"""How figures are printed: one line each, with its budget and whether it is kept."""


class MeasurementError(Exception):
    """A figure could not be had; the message says why, for the person at the keyboard."""


def heading(text: str) -> None:
    """Begins a table."""
    print(f"\n{text}", flush=True)


def line(what: str, figure: str, budget: str = "", *, kept: bool | None = None) -> None:
    """Prints a figure; `kept` is None where there is no budget."""
    verdict = {None: "", True: "ok", False: "OVER"}[kept]
    print(f"  {what:<44}{figure:>32}{budget:>16}  {verdict}".rstrip(), flush=True)


def at_most(what: str, value: float, limit: float, figure: str, unit: str = "") -> None:
    """Prints a figure that should not pass its limit."""
    line(what, figure, f"<= {limit:,g}{unit}".replace(",", " "), kept=value <= limit)
