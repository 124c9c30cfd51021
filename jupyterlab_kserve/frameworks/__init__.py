"""The libraries that models are trained with, one module for each.

A module declares all that is particular to its library in ``LIBRARY``: how its models are written
to one file and read back as what they were, and how a file is told and inspected without running
anything in it. No module imports its library before a model needs it. ``formats`` collects them.
"""
