"""`python -m linli` is the same as the `linli` command."""

from linli.cli.main import main

if __name__ == "__main__":
    main()
