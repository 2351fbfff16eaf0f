"""What people write in content/, rendered by Pelican with the same theme. The only Pelican code."""
