"""What keeps work safe beside the saving itself: backups, copies, checks, second tries."""
