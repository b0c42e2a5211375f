#!/usr/bin/env python3
"""Every command of the program. On a bare machine the first one makes .venv with all that is needed."""

import os
import sys

from pmg_workshop import bootstrap


def main() -> None:
    """Run the command on the command line; what stands in its way is said in one Dutch sentence."""
    try:
        bootstrap.check_python()
        from pmg_workshop.datafolder import data_folder, secret_key, take_data_option
        from pmg_workshop.setup_errors import explain_data_error

        arguments = take_data_option(sys.argv)
        bootstrap.enter_environment(arguments)
        if arguments[1:2] == ["test"]:
            os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        else:
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmg_workshop.settings")
            secret_key(data_folder())
    except bootstrap.SetupError as error:
        sys.exit(str(error))
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)
    except OSError as error:
        sys.exit(explain_data_error(error))

    from django.core.management import execute_from_command_line

    execute_from_command_line(arguments)


if __name__ == "__main__":
    main()
