"""The register as data: JSON twins, CSV tables, statistics, catalogue."""
