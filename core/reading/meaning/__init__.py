"""How each piece is meant: denied, supposed, a limit, of another time, of somebody else, of another specimen."""
