"""What lay elsewhere, or otherwise, before there were versions; and how it becomes one."""
