"""The door for a checkout: `python cli.py …` is the installed command `kt …`."""

from kt.commands import main

if __name__ == "__main__":
    main()
