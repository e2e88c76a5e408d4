/** How a command ends: what each exit code promises to a script, and which error leads to which. */
import { CommanderError } from 'commander';
import { BugError, OnwardError, RejectError, RetryError } from '../core/index.ts';

/** 0 done · 1 something was found or refused · 2 wrong use or set-up · 3 may work later. */
export const exitCodes = { ok: 0, findings: 1, usage: 2, transient: 3 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export interface Ending {
  readonly exit: ExitCode;
  /** What to tell the user; absent where it has been told already. */
  readonly line?: string;
  /** The same for a program. */
  readonly said?: { readonly code: string; readonly message: string };
}

/** The end that an error means. A foreign error's message may quote its input: it is not shown. */
export function endingOf(error: unknown): Ending {
  if (error instanceof CommanderError) {
    return { exit: error.exitCode === 0 ? exitCodes.ok : exitCodes.usage };
  }
  if (error instanceof OnwardError) {
    return ending(exitOf(error as OnwardError), error as OnwardError);
  }
  return ending(exitCodes.findings, { code: 'ONW-DEFECT', message: unexpected(error) });
}

function ending(exit: ExitCode, { code, message }: NonNullable<Ending['said']>): Ending {
  return { exit, line: `${code}  ${message}`, said: { code, message } };
}

function exitOf(error: OnwardError): ExitCode {
  if (error instanceof RetryError) return exitCodes.transient;
  if (error instanceof RejectError || error instanceof BugError) return exitCodes.findings;
  return exitCodes.usage;
}

function unexpected(error: unknown): string {
  const kind = error instanceof Error ? error.name : typeof error;
  const where = error instanceof Error ? firstFrame(error) : '';
  return `An unexpected ${kind}${where}: this is a defect of Onward; please report it.`;
}

function firstFrame(error: Error): string {
  const frame = /\n\s+at (?:.*\()?(?:file:\/\/)?(.*?:\d+):\d+\)?/.exec(error.stack ?? '')?.[1];
  return frame === undefined ? '' : ` at ${frame.split('/').slice(-3).join('/')}`;
}
