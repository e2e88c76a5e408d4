/** `onward check`: is the program right, and does nobody fall through? Nothing of it is run. */
import { createRequire } from 'node:module';
import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { CheckReport } from '../../core/index.ts';
import { usable } from '../compose/make-folder.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import { loadProgram, problemLine, type LoadedProgram } from '../program/load.ts';
import { prove } from '../program/proving.ts';
import { verifyFile, writeCertificate } from '../report/certificate.ts';
import { mermaidOf } from '../report/mermaid.ts';
import { onlyJourney } from '../report/one-journey.ts';
import { progressLine } from '../report/progress.ts';
import { sarifOf } from '../report/sarif.ts';
import { reportLines } from '../report/text.ts';
import { writeStory, writtenReport } from '../report/write-story.ts';
import type { WrittenReport } from '../report/written.ts';
import type { Terminal } from '../terminal.ts';

export interface CheckFlags {
  readonly json?: boolean;
  /** True: to stdout. */
  readonly sarif?: string | true;
  readonly mermaid?: boolean;
  readonly story?: string;
  readonly certificate?: string;
  readonly verify?: string;
  readonly cap?: number;
  readonly journey?: string;
}

const minuteMs = 60_000;

export async function check(
  path: string,
  flags: CheckFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const loaded = await loadProgram(path);
  if (flags.verify !== undefined)
    return verifyFile(loaded, { ...flags, file: flags.verify }, terminal);
  const report = await proved(loaded, flags);
  const { program } = loaded.result;
  tell(loaded, report, { flags, terminal });
  const { sarif, story } = flags;
  if (typeof sarif === 'string') {
    const text = `${sarifText(loaded, report)}\n`;
    await usable(sarif, () => writeFile(sarif, text));
  }
  if (story !== undefined && report !== undefined && program !== undefined) {
    const isWritten = await writeStory(story, { program, report });
    if (!isWritten) terminal.note('No story is written: nothing was refuted by one.');
  }
  if (report?.verdict !== 'proved' || program === undefined) return exitCodes.findings;
  if (flags.certificate === undefined) return exitCodes.ok;
  return writeCertificate({ program, report }, { ...flags, file: flags.certificate }, terminal);
}

/** The proof; undefined for a program that does not compile. */
async function proved(
  loaded: LoadedProgram,
  { cap, journey }: CheckFlags,
): Promise<CheckReport | undefined> {
  const progress = progressLine({
    isShown: process.stderr.isTTY,
    write: (text) => process.stderr.write(text),
    ticks: () => performance.now(),
  });
  try {
    const report = await prove(loaded, {
      // Times from now are read more easily without odd seconds.
      now: Date.now() - (Date.now() % minuteMs),
      ...(cap === undefined ? {} : { cap }),
      onProgress: (news) => progress.tell(news),
    });
    return report && onlyJourney(report, journey);
  } finally {
    progress.done();
  }
}

/** One thing goes to stdout: a script that reads it must not find two. */
function tell(
  loaded: LoadedProgram,
  report: CheckReport | undefined,
  { flags, terminal }: { readonly flags: CheckFlags; readonly terminal: Terminal },
): void {
  if (flags.sarif === true) {
    terminal.out(sarifText(loaded, report));
  } else if (flags.json === true) {
    terminal.out(JSON.stringify(written(loaded, report), null, 2));
  } else if (flags.mermaid === true && report !== undefined) {
    const text = mermaidOf(report);
    if (text !== '') terminal.out(text);
  } else {
    tellText(loaded, report, terminal);
  }
}

function tellText(
  { folder, result }: LoadedProgram,
  report: CheckReport | undefined,
  terminal: Terminal,
): void {
  const { paint } = terminal;
  for (const problem of result.problems) {
    const tone = problem.severity === 'error' ? 'bad' : 'warn';
    terminal.out(paint(tone, problemLine(folder, problem)));
  }
  if (report === undefined) {
    const errors = result.problems.filter(({ severity }) => severity === 'error').length;
    terminal.out(paint('bad', `refused: ${errors} ${errors === 1 ? 'problem' : 'problems'}`));
    return;
  }
  for (const line of reportLines(report, { folder, paint })) terminal.out(line);
}

function written({ result }: LoadedProgram, report: CheckReport | undefined): WrittenReport {
  const { program } = result;
  const problems = [...result.problems];
  if (program === undefined || report === undefined) return { ...refused, problems, journeys: [] };
  return { ...writtenReport(program, report), problems };
}

const refused = { ok: false, program: null, hash: null, verdict: 'refused' } as const;

function sarifText(
  { folder, files, result }: LoadedProgram,
  report: CheckReport | undefined,
): string {
  const read = createRequire(import.meta.url);
  const { version } = read('../../../package.json') as { readonly version: string };
  const entry = basename(files[0] ?? 'program.yaml');
  const { problems } = result;
  return JSON.stringify(sarifOf({ report, problems, folder, entry, version }), null, 2);
}
