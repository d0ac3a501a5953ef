"""Reading a file of subscribers: bytes, lines, columns, people. All of it is pure."""
