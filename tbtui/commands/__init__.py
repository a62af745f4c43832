"""One-shot commands: each module has a ``run`` function that prints and returns the exit status."""
