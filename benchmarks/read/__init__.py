"""What runs in a process of its own for each measurement; each prints one line of JSON."""
