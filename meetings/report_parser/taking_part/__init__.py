"""Which organisations took part, who was host, and who was excused."""

from meetings.report_parser.taking_part.presence import TakingPart, taking_part

__all__ = ["TakingPart", "taking_part"]
