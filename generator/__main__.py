"""`python -m generator` is the same as `wuyi`."""

from generator.cli import main

if __name__ == "__main__":
    main()
