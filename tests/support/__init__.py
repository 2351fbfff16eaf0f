"""What tests share: data folders, built sites, browsers, repositories."""
