/** The options that every verb to a running server takes. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import { connect, type Client } from '../client/client.ts';

export interface ClientFlags {
  readonly url: string;
  readonly token?: string;
  readonly json?: boolean;
}

export function withClient(command: Command): Command {
  return command
    .addOption(
      new Option('--url <url>', 'the server')
        .env('ONWARD_URL')
        .default('http://127.0.0.1:4400')
        .argParser(httpUrl),
    )
    .addOption(
      new Option('--token <token>', 'what the server was started with').env('ONWARD_TOKEN'),
    )
    .addOption(new Option('--json', 'the exact answer, for scripts'));
}

export function clientOf(flags: ClientFlags): Client {
  return connect({ url: flags.url, token: flags.token });
}

/** @throws InvalidArgumentError for anything but an http:// or https:// address */
export function httpUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new InvalidArgumentError('It must be an http:// or https:// address.');
  }
  return text;
}

/** An option's whole number within bounds. */
export function wholeNumber(from: number, to: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!Number.isInteger(number) || number < from || number > to || text.trim() === '') {
      throw new InvalidArgumentError(`It must be a whole number from ${from} to ${to}.`);
    }
    return number;
  };
}
