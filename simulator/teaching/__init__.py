"""The teacher's pack: plans, worksheet and key, with the numbers that this version computes.

Templates lie in one folder per language, ``en`` first; :mod:`documents` fills them,
:mod:`printable` makes pages of them, :mod:`lesson_pack` writes the folder.
"""
