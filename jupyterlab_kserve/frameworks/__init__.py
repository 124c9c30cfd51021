"""How models of each library are written to one file, and read back as what they were.

One module for each library; none is imported, nor the library, before a model needs it.
"""
