"""The teacher's pack: plans, worksheet and answer key, with the numbers that this version computes.

Each language has a folder of templates; :mod:`documents` fills them in, :mod:`printable` turns them
into pages, and :mod:`lesson_pack` writes the folder.
"""
