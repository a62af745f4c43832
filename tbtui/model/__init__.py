"""Frozen values that cross the layers: what a logdir holds at one moment, and what the user has chosen to see."""
