"""The corpus that recognisers are developed on: generated, and every mistake in it may be shown.

Its templates and headers are shared with nothing in `heldout`, where the published numbers come
from; a test compares them.
"""
