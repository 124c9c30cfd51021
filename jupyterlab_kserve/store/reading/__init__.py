"""What is on the volume, read into records and loaded; whoever wrote it."""
