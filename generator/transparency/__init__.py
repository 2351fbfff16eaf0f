"""Logs to which lines are only ever added, as anyone can check: trees of hashes, signed checkpoints, proofs.

The forms are those of RFC 6962 (hashing), and of the C2SP specifications signed-note, tlog-checkpoint, tlog-tiles,
tlog-cosignature and tlog-proof. Nothing here knows what a line of a log means, and nothing reads or writes a file but
`keys`.
"""
