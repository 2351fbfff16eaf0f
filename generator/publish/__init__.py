"""From compiled counties and their summaries to artifacts: pages, feeds, exports. Nothing here writes a file."""
