"""What a county publishes: its pages, documents and tables, and their order. The map step in files."""
