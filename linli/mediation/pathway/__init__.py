"""The guided pathway: a few questions lead to rights in plain words, a letter, and the routes that are open."""
