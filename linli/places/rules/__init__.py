"""Pure decisions about places: no database, no settings, no clock."""
