/**
 * Writes one journey of a program as a Promela model, by a reading of the language of its own: it
 * shares nothing with the step or the proof but the types of the compiled program.
 *
 * The model is one loop. Where the journey rests (`idle`) anything may happen: an event with any
 * data, a deadline, an act, an answer, another journey's word, time. What follows is worked off in
 * small moves (`todo`, `fork`, `hear`, what is kept) until it rests again.
 *
 * - C1 is the assertion made whenever it rests.
 * - C5 is read off the edges that the model prints: `E from… preempted over to…`.
 * - C7 is an acceptance cycle: `alone` is set once, at any time, and from then on nobody decides
 *   and no milestone is reached; each rest after a move is accepting.
 */
import type { Journey, Program } from '../../../src/core/index.ts';
import { anyValue, changesOf, guardCode } from './fact-code.ts';
import {
  deliverInline,
  eventOption,
  hearingBranch,
  isUnsettled,
  settleBranches,
} from './hear-code.ts';
import { ends, isAccountable, OutsideSubset } from './journey-reader.ts';
import type { Source } from './journey-reader.ts';
import { endedTrack, Layout } from './layout.ts';
import { enterCode, forkCode, leaveBranch, moveInlines } from './move-code.ts';
import { isUnowned, optionsOf, otherOptions } from './play-code.ts';

/** Instant moves after one input beyond which they lead to each other without an end. */
const maxHops = 250;
const intLimit = 2 ** 31;

/** The model of a journey. @throws OutsideSubset where the exporter has no words for it. */
export function promelaOf(program: Program, journeyName: string): string {
  const journey = program.journeys[journeyName];
  if (journey === undefined) throw new OutsideSubset('there is no such journey');
  refuseTwins(journey);
  const layout = new Layout(program, journey);
  return [
    `/* ${program.program}: ${journeyName} */`,
    ...layout.steps().map(([name]) => `/* ${layout.number(name)} ${name} */`),
    declarations(layout),
    moveInlines(layout),
    'inline begin() { busy = 1; }',
    ...layout.events.map((type) => deliverInline(layout, type)),
    `active proctype journey() {`,
    enrolment(layout),
    'do',
    ...branches(layout),
    'od;',
    // A loop of instant steps is a cycle that turns by itself.
    'accept_turning: do :: fin = 1 - fin od;',
    'nowhere: skip',
    '}',
    '',
  ].join('\n');
}

/** One word of another journey is heard in one place only. */
function refuseTwins({ steps }: Journey): void {
  const waiting = Object.values(steps).flatMap((step) => (step.kind === 'depends' ? [step] : []));
  for (const step of waiting) {
    const twin = waiting.some(({ track, journey }) => {
      return journey === step.journey && track !== step.track && track !== '' && step.track !== '';
    });
    if (twin) throw new OutsideSubset('two tracks wait for the same journey');
  }
}

function declarations(layout: Layout): string {
  const counts = new Set(
    layout.cells.facts().flatMap(({ name, cells }) => (cells.kind === 'count' ? [name] : [])),
  );
  const standing = layout.configuration().map(([name]) => {
    // Counts begin at zero; all else is unknown.
    return `byte ${name} = ${counts.has(name) ? 1 : 0};`;
  });
  const data = layout.cells.fields().map(({ name }) => `byte ${name};`);
  const hearing = layout.places().map((place) => `bit h${place};`);
  return [
    ...standing,
    ...data,
    ...hearing,
    'byte todo, via, fork, nth, hear, hops, was;',
    'bit busy, fin, alone, human, ms, moved, out, got, desc, tick, chg, pre, bad;',
    ...packed(layout).map((_, index) => `int src${index} = -1;`),
    '#define idle (!busy && !fin && !over)',
    '#define calm (busy && !todo && !fork)',
    '#define still (calm && !hear)',
  ].join('\n');
}

/** The configuration as integers, so that what leads from where to where can be printed. */
function packed(layout: Layout): readonly string[] {
  const words: string[] = [];
  let word = '0';
  let size = 1;
  for (const [name, most] of layout.configuration()) {
    if (size * (most + 1) >= intLimit) {
      words.push(word);
      word = '0';
      size = 1;
    }
    word = `(${word} * ${most + 1} + ${name})`;
    size *= most + 1;
  }
  return [...words, word];
}

/** The journey begins by one of its events; the first enrolment whose guard holds is taken. */
function enrolment(layout: Layout): string {
  const { journey, cells } = layout;
  const types = [...new Set(journey.enrol.map(({ on }) => on))];
  const options = types.map((type) => {
    const source: Source = { kind: 'event', type };
    const data = cells.fieldsOf(source).map((field) => anyValue(field, true));
    const way = journey.enrol
      .filter(({ on }) => on === type)
      .reduceRight((otherwise, { when, set }) => {
        const changes = changesOf(set, { journey, cells, source });
        const begin = changes.map(({ code }) => code).join(' ');
        if (when === undefined) return `skip; ${begin}`;
        const guard = guardCode(when, cells, source);
        return `if :: ${guard} -> skip; ${begin} :: else -> ${otherwise} fi;`;
      }, 'goto nowhere;');
    return `  :: true -> skip; ${data.join(' ')} ${way}`;
  });
  const start = `busy = 1; todo = ${layout.number(journey.start)};`;
  if (options.length === 0) return 'goto nowhere;';
  return `atomic {\n  if\n${options.join('\n')}\n  fi; ${start} }`;
}

function branches(layout: Layout): readonly string[] {
  const steps = layout.steps();
  const enter = steps.map(([name]) => {
    const when = `busy && !via && hops < ${maxHops} && todo == ${layout.number(name)}`;
    return `:: atomic { ${when} -> todo = 0; hops++; ${enterCode(layout, name)} }`;
  });
  const forks = steps.flatMap(([name, step]) => {
    if (step.kind !== 'tracks') return [];
    const when = `busy && !todo && fork == ${layout.number(name)}`;
    return [`:: atomic { ${when} -> ${forkCode(layout, name)} }`];
  });
  const hearing = layout.events.flatMap((type) => hearingBranch(layout, type) ?? []);
  return [
    leaveBranch(layout),
    ...enter,
    `:: busy && todo && !via && hops >= ${maxHops} -> goto accept_turning`,
    ...forks,
    ...hearing,
    ...settleBranches(layout),
    finish(layout),
    ':: fin -> accept_moved: fin = 0',
    ...steps.flatMap((named) => optionsOf(layout, named)),
    ...layout.events.map((type) => eventOption(layout, type)),
    ...otherOptions(layout),
    ':: idle && !alone -> alone = 1',
    ':: over && !busy && !fin -> goto nowhere',
  ];
}

/** It rests again, or has ended: C1 is asserted, the edge is printed, the scratch is wiped. */
function finish(layout: Layout): string {
  const to = packed(layout);
  const numbers = '%d '.repeat(2 * to.length + 2).trim();
  const from = to.map((_, index) => `src${index}`);
  const edge = `printf("E ${numbers}\\n", ${[...from, 'pre', 'over', ...to].join(', ')})`;
  // SPIN forgets what is only printed; what is compared, it keeps apart.
  const kept = [...from.map((each) => `${each} >= -1`), 'pre < 2'].join(' && ');
  const wiped = ['busy', 'human', 'ms', 'moved', 'out', 'got', 'desc', 'tick', 'chg', 'pre', 'bad'];
  const data = layout.cells.fields().map(({ name }) => name);
  const zero = [...wiped, ...data, 'hops', 'was'].map((each) => `${each} = 0;`).join(' ');
  // Where it rests is where the next edge comes from.
  const here = to.map((word, index) => `src${index} = ${word};`).join(' ');
  return `:: atomic { still && (over || !(${isUnsettled(layout)})) ->
  assert(over || !(bad || ${badRest(layout)}));
  if :: !alone && ${kept} -> ${edge} :: alone && !human && !ms -> skip fi;
  if :: alone && moved -> fin = 1 :: else fi;
  ${zero} ${here} }`;
}

/** An expression: some place makes no obligation, or one that nobody owns or that has no date. */
function badRest(layout: Layout): string {
  const { exceptions } = layout.program;
  const last = exceptions.escalate.at(-1) ?? '';
  const isSound =
    ends(exceptions.within) && ends(exceptions.every) && isAccountable(layout.program, last);
  const faults = [`(${layout.badPark()})`];
  // What nobody planned for can come up anywhere.
  if (!isSound) faults.push('true');
  const holders = layout
    .stepsAt(0)
    .flatMap(([name, { kind }]) => (kind === 'tracks' ? [name] : []));
  const tracks = layout.places().slice(1);
  const dead = tracks.map((place) => `(p${place} == 0 || p${place} == ${endedTrack})`);
  faults.push(`(${layout.isAt(0, holders)} && ${dead.join(' && ') || 'true'})`);
  faults.push(`(!o0 && !${layout.isAt(0, holders)})`);
  for (const place of tracks) {
    faults.push(`(p${place} != 0 && p${place} != ${endedTrack} && !o${place})`);
  }
  for (const [name, step] of layout.steps()) {
    const place = layout.placeOf(step);
    const unowned = isUnowned(layout, step);
    const rests = !['decide', 'tracks', 'end'].includes(step.kind);
    if (!rests || unowned === 'false') continue;
    // In a park the obligations rest; that of the park itself is owed.
    faults.push(`(!pk && o${place} && ${layout.isAt(place, [name])} && (${unowned}))`);
  }
  return faults.join(' || ');
}
