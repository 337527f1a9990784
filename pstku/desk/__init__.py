"""What officers do at the desk besides serving: finding a visit, entering a guest by hand, choosing a colleague."""
