"""The benchmarks: building beside Hugo, checking beside Frictionless. Run by `make bench`."""
