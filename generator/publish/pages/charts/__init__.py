"""Pictures made at build time: pure geometry, from numbers and days to frozen views with ready places and words."""
