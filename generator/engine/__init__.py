"""Where the map over counties runs: it is a pure function of its job, so that the result is the same anywhere.

`pool` runs it in this process, or in a pool of processes of this machine; short work is `shared` with copies of it;
`cluster` sends it to other machines.
"""
