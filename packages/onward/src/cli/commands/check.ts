/** `onward check`: is the program right? Names and forms are checked; nothing is run. */
import { exitCodes, type ExitCode } from '../exit.ts';
import { loadProgram, problemLine } from '../program/load.ts';
import type { Terminal } from '../terminal.ts';

export interface CheckFlags {
  readonly json?: boolean;
}

export async function check(
  path: string,
  flags: CheckFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const { folder, result } = await loadProgram(path);
  const { program, problems } = result;
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const exit = program === undefined ? exitCodes.findings : exitCodes.ok;
  if (flags.json === true) {
    const name = program?.program ?? null;
    terminal.out(JSON.stringify({ ok: program !== undefined, program: name, problems }, null, 2));
    return exit;
  }
  for (const problem of problems) {
    const tone = problem.severity === 'error' ? 'bad' : 'warn';
    terminal.out(terminal.paint(tone, problemLine(folder, problem)));
  }
  if (program === undefined) {
    terminal.out(`${errors} ${errors === 1 ? 'problem' : 'problems'}`);
    return exit;
  }
  const journeys = Object.values(program.journeys);
  const steps = journeys.reduce((sum, journey) => sum + Object.keys(journey.steps).length, 0);
  const counts = [
    counted(journeys.length, 'journey'),
    counted(steps, 'step'),
    counted(Object.keys(program.systems).length, 'system'),
    counted(Object.keys(program.teams).length, 'team and role', 'teams and roles'),
  ];
  terminal.out(`${terminal.paint('good', 'ok')} ${program.program}: ${counts.join(', ')}`);
  return exit;
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
