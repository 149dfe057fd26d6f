"""The command line: one function a verb, a shell over the same jobs as the window."""
