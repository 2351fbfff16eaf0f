"""What lets anyone see that nothing was altered: digests of every file, and days that each name the one before them."""
