/** Stories as Mermaid sequence diagrams: who says what to the journey, and where it then stands. */
import { formatDuration } from '../../core/index.ts';
import type { CheckReport, Counterexample, StoryStep } from '../../core/index.ts';

/** One diagram for each story, in the order of the report. */
export function mermaidOf({ journeys }: CheckReport): string {
  const diagrams = journeys.flatMap(({ journey, properties }) =>
    properties.flatMap(({ id, verdict, counterexample }) =>
      counterexample === undefined || counterexample.story.length === 0
        ? []
        : [diagram(`${id} ${verdict} · ${journey}`, journey, counterexample)],
    ),
  );
  return diagrams.join('\n\n');
}

function diagram(title: string, journey: string, { story, says }: Counterexample): string {
  const speakers = [...new Set(story.map((line) => speakerOf(line)))];
  const lines = story.flatMap((line) => [
    `${speakerOf(line)}->>journey: +${formatDuration(line.atMs)} ${escaped(line.says)}`,
    `Note over journey: ${line.then.map(escaped).join('<br/>')}`,
  ]);
  return [
    // A file of several diagrams is for whoever splits it; each begins with its own front matter.
    '---',
    `title: ${JSON.stringify(title)}`,
    '---',
    'sequenceDiagram',
    ...speakers.map((name) => `  participant ${name}`),
    `  participant journey as ${escaped(journey)}`,
    ...lines.map((line) => `  ${line}`),
    `  Note over journey: ← ${escaped(says)}`,
  ].join('\n');
}

type Speaker = 'outside' | 'clock' | 'person' | 'other';

function speakerOf({ input }: StoryStep): Speaker {
  switch (input.kind) {
    case 'deadline':
    case 'hold':
      return 'clock';
    case 'act':
    case 'control':
      return 'person';
    case 'signal':
      return 'other';
    case 'enrol':
    case 'event':
    case 'outcome':
    case 'drift':
    case 'fault':
      return 'outside';
  }
}

/** Mermaid reads `;` as the end of a line and `#` as the start of an entity, anywhere. */
function escaped(text: string): string {
  return text
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/[#;<>{}%"&]/gu, (sign) => `#${sign.codePointAt(0)};`);
}
