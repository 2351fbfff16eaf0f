"""What a command does that is no build: show, explain, reports."""
