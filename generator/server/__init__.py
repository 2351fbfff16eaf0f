"""One's own server of git: what may be pushed to it, and how a push becomes the site."""
