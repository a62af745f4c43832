"""Textual widgets shared by the screens: thin, without arithmetic of their own."""
