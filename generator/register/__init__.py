"""The register of a county, folded from its log: pure, and importable without the publisher."""
