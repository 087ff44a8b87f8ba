"""`make rehearsal`: the portal on a Debian server of its own, from installation to upgrade."""
