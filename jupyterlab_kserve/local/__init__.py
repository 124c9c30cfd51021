"""Serving on this machine, without a cluster."""
