from meetings.actions.recording import Addition, add_countries, add_participations, change_status

__all__ = ["Addition", "add_countries", "add_participations", "change_status"]
