/**
 * The verifier: whether a certificate shows of a program that nobody falls through. It looks at
 * each class once, takes every step from it, and explores nothing.
 *
 * It trusts the step of the runtime, the compiled program and its hash; of the certificate nothing.
 */
import type { OnwardCode } from '../errors.ts';
import type { Journey, Program } from '../language/model.ts';
import type { State } from '../step/types.ts';
import { beginnings, successors } from './follow.ts';
import type { Landing, Moment, Scene } from './follow.ts';
import { certificateSchema } from './form.ts';
import type { Certificate, CertifiedClass, CertifiedJourney } from './form.ts';
import { anyone } from './inputs.ts';
import { must, Refused } from './refused.ts';
import { keyOf, parkSlot, stateOf, timeless } from './state.ts';
import { Tables } from './tables.ts';

export type Verified =
  | { readonly ok: true; readonly classes: number; readonly journeys: number }
  | { readonly ok: false; readonly code: OnwardCode; readonly says: string };

/**
 * Verifies a certificate, or the JSON of one.
 *
 * @param hash the content hash of the program, as hex digits.
 */
export function verifyCertificate(
  program: Program,
  hash: string,
  certificate: string | Certificate,
): Verified {
  try {
    const { program: of, journeys } = formed(certificate);
    must(of === hash, 'ONW-CERTIFICATE-PROGRAM', 'It was written for other definitions.');
    const names = Object.keys(program.journeys);
    const isWhole = names.length === Object.keys(journeys).length;
    must(isWhole, 'ONW-CERTIFICATE-FORM', 'It is not of all journeys of the program.');
    let classes = 0;
    for (const [name, journey] of Object.entries(program.journeys)) {
      const certified = Object.hasOwn(journeys, name) ? journeys[name] : undefined;
      must(
        certified !== undefined,
        'ONW-CERTIFICATE-FORM',
        'A journey of the program is left out.',
      );
      verifyJourney(program, journey, certified);
      classes += certified.classes.length;
    }
    return { ok: true, classes, journeys: names.length };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, code: error.code, says: error.message };
    const says = 'A step breaks, or stands for a state that cannot be.';
    return { ok: false, code: 'ONW-CERTIFICATE-STEP', says };
  }
}

function formed(certificate: string | Certificate): Certificate {
  const says = 'It is not of the form of a certificate.';
  try {
    const data: unknown = typeof certificate === 'string' ? JSON.parse(certificate) : certificate;
    return certificateSchema.parse(data);
  } catch {
    throw new Refused('ONW-CERTIFICATE-FORM', says);
  }
}

/** A class with its state and what is claimed of it. */
interface Standing extends Moment {
  readonly claim: CertifiedClass;
}

function verifyJourney(program: Program, journey: Journey, certified: CertifiedJourney): void {
  const tables = new Tables(program, journey, certified);
  // A message that waits for its hours is one that is not answered yet.
  const { messages: _hours, ...rest } = program;
  // What is measured leads nowhere: all that comes of a clock is an exception.
  const ways = Object.entries(program.journeys).map(([name, { clocks: _measured, ...way }]) => {
    return [name, way] as const;
  });
  const even = timeless<Program>({ ...rest, journeys: Object.fromEntries(ways) });
  const teams = { ...even.teams, '': { role: false, calendar: '', people: [anyone] } };
  const owners = new Set(Object.keys(program.teams));
  const scene: Scene = { program: { ...even, teams }, owners, journey, tables };
  const classes = new Map<string, Standing>();
  for (const claim of certified.classes) {
    const state = stateOf(journey, claim);
    const history = claim.history.toSorted();
    const key = keyOf(state, history, tables);
    must(!classes.has(key), 'ONW-CERTIFICATE-FORM', 'A class stands there twice.');
    classes.set(key, { claim, state, history });
  }
  const find = ({ state, history }: Moment): Standing => {
    const found = classes.get(keyOf(state, history, tables));
    must(found !== undefined, 'ONW-CERTIFICATE-OPEN', 'Something leads out of the classes.');
    return found;
  };
  for (const landing of beginnings(scene)) find(landing);
  for (const standing of classes.values()) verifyClass({ scene, program }, standing, find);
}

function verifyClass(
  { scene, program }: { readonly scene: Scene; readonly program: Program },
  standing: Standing,
  find: (moment: Moment) => Standing,
): void {
  const { claim, state } = standing;
  if (state.status === 'ended') {
    must(claim.end === 0, 'ONW-CERTIFICATE-END', 'An end has a rank.');
    return;
  }
  const isDone = isAccountable(program, state);
  pending(scene.journey, standing);
  let leads = Infinity;
  // Whether the deadline of what is pending, or the time before it, leads on in every case.
  let isFalling: boolean | undefined;
  const silent = (landings: readonly Landed[], isChosen: boolean): void => {
    for (const { isFed, isMoved, to } of landings) {
      const isLower = isFed || to.claim.silence < claim.silence;
      const isRight = isLower || (!isMoved && to.claim.silence === claim.silence);
      must(isRight, 'ONW-CERTIFICATE-SILENCE', 'Silence leads on to a class of no lower rank.');
      if (isChosen) isFalling = isLower && isFalling !== false;
    }
  };
  for (const { happening, landings } of successors(scene, standing)) {
    const landed = landings.map((landing) => ({ ...landing, to: find(landing) }));
    for (const { to } of landed) leads = Math.min(leads, to.claim.end);
    if (happening.isSilent) silent(landed, happening.slot === claim.pending);
    if (happening.slot !== undefined) changes(program, standing, { slot: happening.slot, landed });
  }
  const chosen = state.obligations.find(({ slot }) => slot === claim.pending);
  for (const [fact, later] of passing(scene, state)) {
    const to = find({ ...standing, state: later });
    const landed = { ...standing, state: later, isMoved: false, isFed: false, to };
    const within = scene.journey.steps[chosen?.step ?? ''];
    const isOn = within && 'within' in within && within.within.kind === 'fact';
    leads = Math.min(leads, to.claim.end);
    silent([landed], isOn === true && within.within.fact === fact && isFalling === undefined);
  }
  must(isDone || isFalling === true, 'ONW-CERTIFICATE-SILENCE', 'In silence nothing leads on.');
  must(leads < claim.end, 'ONW-CERTIFICATE-END', 'No way leads nearer to an end.');
}

/** Something is pending in every place, and what is said to be pending is. */
function pending({ steps }: Journey, { claim, state }: Standing): void {
  const code = 'ONW-CERTIFICATE-PENDING';
  const open = [...state.obligations, ...(state.parked?.resting ?? [])];
  for (const { step, track, ended } of state.places) {
    if (ended !== undefined) continue;
    const isHeld =
      steps[step]?.kind === 'tracks'
        ? state.places.some((each) => each.track !== '' && each.ended === undefined)
        : open.some((each) => each.step === step && each.track === track && each.slot < parkSlot);
    must(isHeld, code, 'The journey rests where nothing is pending.');
  }
  const isThere = state.obligations.some(({ slot }) => slot === claim.pending);
  must(isThere, code, 'What is said to be pending is not there.');
}

/** Everything left is a park, or with one person who is asked again and again. */
function isAccountable(program: Program, { obligations }: State): boolean {
  return obligations.every(({ kind, level, owner }) => {
    return kind === 'park' || (level > 0 && program.teams[owner]?.role === true);
  });
}

interface Landed extends Landing {
  readonly to: Standing;
}

/** A deadline leads to another class, or asks again who is accountable. */
function changes(
  program: Program,
  standing: Standing,
  { slot, landed }: { readonly slot: number; readonly landed: readonly Landed[] },
): void {
  const own = standing.state.obligations.filter((each) => each.slot === slot);
  if (isAccountable(program, { ...standing.state, obligations: own })) return;
  const isChanged = landed.every(({ to }) => to !== standing);
  must(isChanged, 'ONW-CERTIFICATE-PENDING', 'A deadline passes and nothing changes.');
}

/** Time passes, until a fact lies in the cell below. */
function passing({ tables }: Scene, state: State): readonly (readonly [string, State])[] {
  return Object.entries(state.facts).flatMap(([fact, value]) => {
    const below = tables.below(fact, value);
    return below === undefined
      ? []
      : [[fact, { ...state, facts: { ...state.facts, [fact]: below } }] as const];
  });
}
