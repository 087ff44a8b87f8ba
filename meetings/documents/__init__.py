"""Files of a meeting: of which kind they are by their content, and copies that name no maker."""
