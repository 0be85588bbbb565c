"""What can go wrong while the toolchain is set up."""


class ToolchainError(Exception):
    """The toolchain cannot be set up; the text is one sentence that says what to do.

    Attributes:
        exit_code: 2 when something has to be installed or chosen first, 1 when a build failed.
    """

    def __init__(self, message: str, *, exit_code: int = 2) -> None:
        super().__init__(message)
        self.exit_code = exit_code
