/** What `onward connector new`, `test` and `record` do. */
import { readdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { declared, sentence, StopError } from '../../core/index.ts';
import { makeFolder, usable } from '../compose/make-folder.ts';
import { laws, type Finding, type LawName } from '../connector/laws.ts';
import { loadConnector } from '../connector/module.ts';
import { startRecorder } from '../connector/recorder.ts';
import { readRecordings } from '../connector/recording.ts';
import { tryConnector } from '../connector/run.ts';
import { newConnector } from '../connector/skeleton.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import type { Terminal } from '../terminal.ts';
import { stopInTime, stopRequest } from './until-stopped.ts';

export interface NewFlags {
  readonly dir?: string;
  readonly json?: boolean;
}

export async function makeNew(
  name: string,
  { dir = name, json }: NewFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const target = resolve(dir);
  const found = await usable(target, () =>
    readdir(target).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    }),
  );
  if (found.length > 0) {
    const message = sentence`${declared(dir)} is not empty; name a new folder.`;
    throw new StopError('ONW-FOLDER-IN-USE', message);
  }
  const files = newConnector(name);
  for (const [path, text] of Object.entries(files)) {
    const file = join(target, path);
    await makeFolder(dirname(file));
    // 'wx': a file that appeared meanwhile is not ours to replace.
    await usable(file, () => writeFile(file, text, { flag: 'wx' }));
    terminal.note(`made ${join(dir, path)}`);
  }
  const made = JSON.stringify({ folder: target, files: Object.keys(files) });
  terminal.out(json === true ? made : `onward connector test ${dir}`);
  return exitCodes.ok;
}

export interface TestFlags {
  readonly accept?: boolean;
  readonly json?: boolean;
}

export async function test(path: string, flags: TestFlags, terminal: Terminal): Promise<ExitCode> {
  const tried = await loadConnector(path);
  const recordings = await readRecordings(tried.recordings);
  const found = await tryConnector(tried, {
    recordings,
    accept: flags.accept === true,
    onRecording: (name) => terminal.note(terminal.paint('dim', name)),
  });
  const ok = found.length === 0;
  if (flags.json === true) {
    const names = recordings.map(({ name }) => name);
    terminal.out(JSON.stringify({ ok, recordings: names, laws, findings: found }, null, 2));
  } else {
    tellFindings(found, terminal);
    const of = `${tried.connector.name}: ${recordings.length} recordings`;
    const says = ok ? 'every law is kept' : `${found.length} findings`;
    terminal.out(terminal.paint(ok ? 'good' : 'bad', `${of}, ${says}`));
  }
  return ok ? exitCodes.ok : exitCodes.findings;
}

function tellFindings(found: readonly Finding[], terminal: Terminal): void {
  for (const [law, words] of Object.entries(laws)) {
    const broken = found.filter((finding) => finding.law === (law as LawName));
    const head = `${broken.length === 0 ? 'ok  ' : 'no  '}${words}`;
    terminal.out(broken.length === 0 ? head : terminal.paint('bad', head));
    for (const { recording, message } of broken) {
      terminal.out(`      ${recording === undefined ? '' : `${recording}: `}${message}`);
    }
  }
}

export interface RecordFlags {
  readonly port: number;
  readonly to: string;
  readonly forward?: string;
  readonly keep?: readonly string[];
}

export async function record(flags: RecordFlags, terminal: Terminal): Promise<ExitCode> {
  const { port, to, forward, keep = [] } = flags;
  await makeFolder(to, 0o700);
  const stopping = stopRequest();
  const recorder = await startRecorder({
    port,
    folder: resolve(to),
    keep: new Set(keep),
    ...(forward === undefined ? {} : { forward }),
    onRecorded(name, form) {
      const what =
        form === 'left-out' ? 'of a form that cannot be masked: its body is left out' : form;
      terminal.note(`${join(relative(process.cwd(), resolve(to)), name)}  ${what}`);
    },
  });
  terminal.out(`ready ${recorder.url}`);
  await stopping.asked;
  terminal.note('stopping');
  await stopInTime(() => recorder.close());
  stopping.release();
  return exitCodes.ok;
}
