"""RSS 2.0, Atom 1.0 and JSON Feed 1.1. Every event is its own item with a permanent id."""
