/** `onward test`: plays the scenarios of a program on the real engine, with simulated systems. */
import { StopError } from '../../core/index.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import { loadProgram, programOf } from '../program/load.ts';
import type { Played } from '../scenario/play.ts';
import {
  readScenario,
  scenarioFiles,
  type FileProblem,
  type ScenarioFile,
} from '../scenario/read.ts';
import { runScenarios } from '../scenario/run.ts';
import type { Terminal } from '../terminal.ts';

export interface TestFlags {
  readonly json?: boolean;
}

export interface Wanted {
  readonly path: string;
  readonly filter: string | undefined;
}

export async function test(
  { path, filter }: Wanted,
  flags: TestFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const loaded = await loadProgram(path);
  const program = programOf(loaded, terminal.note);
  const { files, problems } = await read(loaded.folder, filter);
  if (problems.length > 0) {
    for (const { file, line, column, code, message } of problems) {
      terminal.note(`${file}:${line}:${column} ${code} ${message}`);
    }
    if (flags.json === true)
      terminal.out(JSON.stringify({ ok: false, problems, scenarios: [] }, null, 2));
    return exitCodes.findings;
  }
  const all: Played[] = [];
  const json = flags.json === true;
  await runScenarios({
    program,
    files,
    onProgress: (text) => terminal.note(terminal.paint('dim', text)),
    onPlayed: (played) => {
      all.push(played);
      if (!json) show(played, terminal);
    },
  });
  const failed = all.filter(({ ok }) => !ok).length;
  if (json)
    terminal.out(JSON.stringify({ ok: failed === 0, problems: [], scenarios: all }, null, 2));
  else terminal.out(`${all.length - failed} passed, ${failed} failed`);
  return failed === 0 ? exitCodes.ok : exitCodes.findings;
}

async function read(
  folder: string,
  filter: string | undefined,
): Promise<{ files: readonly ScenarioFile[]; problems: readonly FileProblem[] }> {
  const names = await scenarioFiles(folder);
  const results = await Promise.all(names.map((name) => readScenario(folder, name)));
  const problems = results.flatMap((result) => ('problems' in result ? result.problems : []));
  const files = results.flatMap((result) => ('read' in result ? [result.read] : []));
  const wanted = files.filter(({ file, scenario }) => {
    if (filter === undefined || scenario.breakdown === filter) return true;
    return file.includes(filter) || scenario.scenario.includes(filter);
  });
  if (wanted.length === 0 && problems.length === 0) {
    const none =
      filter === undefined ? 'The program has no scenarios/*.yaml' : 'No scenario fits the filter';
    throw new StopError('ONW-SCENARIO-NONE', `${none}; there is nothing to test.`);
  }
  return { files: wanted, problems };
}

function show(
  { ok, breakdown, scenario, file, line, difference }: Played,
  terminal: Terminal,
): void {
  const { paint } = terminal;
  const mark = ok ? paint('good', 'ok    ') : paint('bad', 'failed');
  terminal.out(`${mark} ${(breakdown ?? '').padEnd(3)} ${scenario}`);
  if (!ok) terminal.out(`           ${file}:${line}: ${difference}`);
}
