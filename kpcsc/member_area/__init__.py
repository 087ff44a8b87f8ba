"""What a person of the coalition finds after signing in: their own pages."""
