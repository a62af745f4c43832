"""Pure functions on columns and snapshots: no I/O, no screen."""
