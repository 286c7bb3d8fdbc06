/* cli.h - the command line door: words to an operation, its reply to a table or to JSON. */
#pragma once

/* The whole program: returns the exit code (err_exit_code of what failed, 0 when all went well). */
int cli_main(int argc, char **argv);
