"""Long work as generators that yield `Progress`; the window and the command line share them."""
