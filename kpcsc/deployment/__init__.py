"""What root does on the server: installing the portal, its services, its upgrades.

The system's Python runs it as `portal`, so it needs nothing but the standard library. Whatever
touches the portal's data is a command of manage.py, run as the portal's user.
"""
