"""`python -m redactor` is the command `redactor`."""

from redactor.cli import main

if __name__ == "__main__":
    main()
