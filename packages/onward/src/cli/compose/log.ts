/** The log: codes, routes and times to stderr, and nothing of what events or requests hold. */
import { pino, type Logger } from 'pino';
import type { LogEntry } from '../../api/index.ts';
import type { Sentence } from '../../core/index.ts';
import type { LogLevel } from './log-level.ts';

export interface Log {
  request(entry: LogEntry): void;
  trouble(code: string): void;
  info<const M extends string>(text: Sentence<M>): void;
}

export function openLog(level: LogLevel): Log {
  const logger: Logger = pino({ level, base: null }, pino.destination({ fd: 2, sync: true }));
  return {
    request(entry) {
      const { kind, ...rest } = entry;
      if (kind === 'failure') logger.error(rest, 'failure');
      else logger.info(rest, 'request');
    },
    trouble: (code) => logger.warn({ code }, 'trouble in the background'),
    info: (text) => logger.info(text),
  };
}
