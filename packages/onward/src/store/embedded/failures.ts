/** The ways in which the embedded database refuses to start, as sentences one can act on. */
import { declared, joined, sentence, StopError } from '../../core/index.ts';

const elsewhere = 'or set DATABASE_URL to use a PostgreSQL of your own';
const diskFull = 'the disk is full; free some space and start again';

/** Another live process owns the folder. */
export function inUse(): StopError {
  return new StopError(
    'ONW-DATA-IN-USE',
    'this folder is in use by another Onward process; stop it or choose another --data',
  );
}

/** The data was written by another major version of PostgreSQL. */
export function otherVersion(found: string, needed: string): StopError {
  const message = joined(
    sentence`the data in this folder was written by PostgreSQL ${declared(found)}`,
    sentence`and this Onward brings PostgreSQL ${declared(needed)};`,
    sentence`use the Onward that wrote it, or choose another --data`,
  );
  return new StopError('ONW-DATA-VERSION', message);
}

/** The folder or PostgreSQL cannot be used; `reason` is our own text, or PostgreSQL's at start. */
export function unusable(reason: string, cause?: unknown): StopError {
  const message = sentence`the embedded database cannot be used: ${declared(reason)}`;
  return new StopError('ONW-DATA-UNUSABLE', message, { cause });
}

/** A program of PostgreSQL gave up while it started, and said this, which holds no data yet. */
export function gaveUp(said: string, cause?: unknown): StopError {
  if (/No space left|quota exceeded|Check free disk space/i.test(said)) {
    return unusable(diskFull, cause);
  }
  // Without a word its log could not be written either.
  if (said === '') return unusable(`PostgreSQL did not start; perhaps ${diskFull}`, cause);
  return unusable(`PostgreSQL did not start; it says:\n${said}`, cause);
}

/** PostgreSQL does not run under any account that is open to us. */
export function noAccount(asRoot: boolean, cause: unknown): StopError {
  return unusable(
    asRoot
      ? 'PostgreSQL refuses to run as root, and no other account can run it from this folder; ' +
          `run Onward as a normal user, ${elsewhere}`
      : 'the PostgreSQL that comes with Onward does not run on this machine; ' +
          `install the dependencies again, ${elsewhere}`,
    cause,
  );
}

/** No PostgreSQL was installed for this platform. */
export function noBinaries(platform: string, cause?: unknown): StopError {
  return unusable(
    `no PostgreSQL is installed for ${platform}; install the dependencies again with their ` +
      `optional packages, ${elsewhere}`,
    cause,
  );
}

const forbidden = 'this account has no permission to the folder; use the account that created it';
const fileInPlace = 'a file stands where the folder should be; choose another --data';

const reasons: Readonly<Record<string, string>> = {
  EACCES: forbidden,
  EPERM: forbidden,
  EROFS: 'the folder is on a read-only file system; choose another --data',
  ENOSPC: diskFull,
  EDQUOT: diskFull,
  ENOTDIR: fileInPlace,
  EEXIST: fileInPlace,
};

/** Turns a file system's error into a sentence; anything else is handed back as it was. */
export function explain(error: unknown): unknown {
  const reason = reasons[errorCode(error)];
  return reason === undefined ? error : unusable(reason, error);
}

/** The `code` of a system or PostgreSQL error, or '' when there is none. */
export function errorCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}
