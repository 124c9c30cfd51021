"""What the server half knows of KServe: where a service is, how it is asked, what it reads.

``address`` finds it, ``predict`` sends requests to it, and ``usage`` tells which services read a
version from the volume. All else of KServe is the browser half's.
"""
