"""A held-out corpus, made in memory, and the score of the detection on it.

Its templates, headers, names and number generators are its own: nothing is shared with the
recognisers, their vectors, the examples or the benchmarks, so agreeing with them proves something.
The numbers have the shapes of real ones and are drawn at random; none is written to a file.
"""
