"""The rules of the law written once more, to be read and to be compared with: slow, plain, with the article at each step.

Nothing of this project is imported here and no rule file is read, only the standard library. Tests hold the services against it, and so
does the rehearsal of a season; `python3 -m acuan` holds published lists against it (docs/hitung-ulang.md).
"""
