"""Fonts, and texts set in them: which glyphs are needed, in which order they are painted, and how a file holds just those."""
