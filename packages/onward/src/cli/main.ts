#!/usr/bin/env -S node --max-semi-space-size=16
/** The entry of the command line: one process, one command, one exit code. */
import { runCli } from './cli.ts';
import { processTerminal } from './terminal.ts';

// A reader that went away (`onward journeys list | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

process.exitCode = await runCli(process.argv.slice(2), processTerminal());
