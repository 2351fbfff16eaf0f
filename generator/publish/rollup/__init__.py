"""What stands above the counties, made from their summaries and changes alone."""
