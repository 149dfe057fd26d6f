"""Reading what Label Studio exports: tasks with their results, and the flat forms."""
