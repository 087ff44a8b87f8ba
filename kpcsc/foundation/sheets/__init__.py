"""Records as sheets: files of rows, what a row means, and the secretariat's pages for both."""
