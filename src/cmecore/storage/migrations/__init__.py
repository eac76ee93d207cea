"""How the tables of a database came to be, one step a module, run by :func:`cmecore.storage.engines.migrate`."""
