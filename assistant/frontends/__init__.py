"""Where questions come in and answers go out: each translates, none decides."""
