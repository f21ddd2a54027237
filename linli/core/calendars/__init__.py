"""The working calendars that administrators edit."""
