"""What pages are made with: renderer, chrome, rows, words, views and charts. No page is made here."""
