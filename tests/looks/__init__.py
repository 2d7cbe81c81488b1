"""How the mail looks: every theme in every state, seen in a real browser."""
