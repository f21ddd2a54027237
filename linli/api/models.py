"""The API keeps no rows of its own: bearer tokens live in `people`, answers to repeated requests in `core`."""
