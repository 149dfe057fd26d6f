"""The open article's annotations as a list, and the details of the picked one."""
