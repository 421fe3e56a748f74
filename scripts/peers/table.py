"""What was measured, as one table."""

import dataclasses
import statistics


@dataclasses.dataclass
class Row:
    figure: str
    ours: str
    peer: str = ""
    ratio: str = ""
    goal: str = ""
    # None where no goal is set.
    is_met: bool | None = None

    def cells(self) -> list[str]:
        verdict = {None: "", True: "ok", False: "SHORT"}[self.is_met]
        return [self.figure, self.ours, self.peer, self.ratio, self.goal, verdict]


def render(rows: list[Row]) -> str:
    table = [["figure", "ours", "peer", "ratio (of the rounds)", "goal", ""]] + [row.cells() for row in rows]
    widths = [max(len(line[column]) for line in table) for column in range(6)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in table]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def compared(figure: str, ours: list[float], peer: list[float], unit: str, goal: float | None,
             at_most: bool = False) -> Row:
    """Medians, and the ratio ours to peer within each round: what the machine does besides falls on both."""
    ratios = [mine / theirs for mine, theirs in zip(ours, peer)]
    ratio = statistics.median(ratios)
    met = None if goal is None else ratio <= goal if at_most else ratio >= goal
    sign = "≤" if at_most else "≥"
    return Row(figure, f"{statistics.median(ours):,.4g} {unit}".strip() if max(ours) < 1000
               else f"{statistics.median(ours):,.0f} {unit}".strip(),
               f"{statistics.median(peer):,.4g} {unit}".strip() if max(peer) < 1000
               else f"{statistics.median(peer):,.0f} {unit}".strip(),
               f"{ratio:.2f} ({min(ratios):.2f}–{max(ratios):.2f})",
               "" if goal is None else f"{sign} {goal}", met)
