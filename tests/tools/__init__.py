"""Tools of the repository, run by make: documents, clauses, pictures, Lighthouse; and their tests."""
