"""Who may write what: each commit between two revisions is signed by a key that may change what it changes."""
