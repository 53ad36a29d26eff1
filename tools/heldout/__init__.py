"""The corpus of the published numbers: its own templates, headers, people, damage and seeds.

No recogniser is tuned on it: what goes wrong in it is reported as a kind of mistake, and mended
with other examples (vectors, `development`). Structures of numbers are in `measuring.values`.
"""
