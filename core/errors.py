"""What can go wrong, always told as where, what and what to do."""


class NadirError(Exception):
    """A fault a person can mend: it names the place, the problem and the remedy."""

    def __init__(self, where: str, problem: str, remedy: str) -> None:
        self.where, self.problem, self.remedy = where, problem, remedy
        super().__init__(f"{where}: {problem}. {remedy}")


class ContentError(NadirError):
    """The handbook cannot be used as it is written: the author's fault, told with file and line."""


class FactError(NadirError):
    """A fact that no chart item allows, or a value out of its range: the sender's fault."""


class WrongUse(NadirError):
    """What was asked for is not there: whoever typed the command can mend it."""


class NotInTable(NadirError):
    """A column or value that the table does not have: our fault."""

    def __init__(self, table: str, column: str, value: str) -> None:
        super().__init__(
            f"table {table}",
            f"no value {value!r} in column {column!r}",
            "Declare it in the guideline's columns, or correct the code that graded it",
        )
