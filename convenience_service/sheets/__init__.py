"""Reading, judging and writing sheets, free of the database."""
