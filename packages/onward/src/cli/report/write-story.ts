/** Writes the first story of a report to a file, for `onward replay`. */
import { writeFile } from 'node:fs/promises';
import type { CheckReport, Program } from '../../core/index.ts';
import { programHash } from '../../store/index.ts';
import { usable } from '../compose/make-folder.ts';
import { storySchema, type WrittenReport, type WrittenStory } from './written.ts';

/** The stories of a report that can be played, in its order. */
export function storiesOf({
  program,
  hash,
  journeys,
}: Pick<WrittenReport, 'program' | 'hash' | 'journeys'>): readonly WrittenStory[] {
  if (program === null || hash === null) return [];
  return journeys.flatMap(({ journey, properties }) =>
    properties.flatMap(({ id: property, counterexample }) =>
      counterexample === undefined || counterexample.story.length === 0
        ? []
        : [{ story: 1 as const, program, hash, journey, property, counterexample }],
    ),
  );
}

/** False when there is none: nothing was refuted, or only by the program itself. */
export async function writeStory(
  path: string,
  { program, report }: { readonly program: Program; readonly report: CheckReport },
): Promise<boolean> {
  const [first] = storiesOf(writtenReport(program, report));
  if (first === undefined) return false;
  const text = `${JSON.stringify(storySchema.parse(first), null, 2)}\n`;
  await usable(path, () => writeFile(path, text));
  return true;
}

/** A report as JSON holds it, of a program that compiles. */
export function writtenReport(program: Program, report: CheckReport): WrittenReport {
  const { verdict, journeys } = JSON.parse(JSON.stringify(report)) as WrittenReport;
  const ok = verdict === 'proved';
  const hash = programHash(program);
  return { ok, program: program.program, hash, verdict, problems: [], journeys };
}
