/** Certificates: what is proved is verified; what was tampered with is not, unless it is right. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadProgram } from '../../src/cli/program/load.ts';
import type { Cells } from '../../src/core/check/cells.ts';
import { Abstraction } from '../../src/core/check/configuration.ts';
import { Explorer } from '../../src/core/check/explorer.ts';
import { flag } from '../../src/core/check/edges.ts';
import type { Edge } from '../../src/core/check/edges.ts';
import type { Graph, Node } from '../../src/core/check/graph.ts';
import { Chance } from '../../src/core/check/random-life.fixture.ts';
import { certify, errorCodes, verifyCertificate } from '../../src/core/index.ts';
import type { Certificate, Journey, Program } from '../../src/core/index.ts';
import { programHash } from '../../src/store/index.ts';
import { corpus } from './corpus/index.ts';

const now = Date.UTC(2026, 0, 5, 9);
const example = new URL('../../../../examples/01-telehealth', import.meta.url).pathname;

async function telehealth(): Promise<Program> {
  const { program } = (await loadProgram(example)).result;
  if (program === undefined) throw new Error('The example does not compile.');
  return program;
}

interface Certified {
  readonly program: Program;
  readonly hash: string;
  readonly certificate: Certificate;
}

function certified(program: Program): Certified {
  const hash = programHash(program);
  return { program, hash, certificate: certify(program, { now, hash }) };
}

function copyOf<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

let all: readonly Certified[];
beforeAll(async () => {
  all = [await telehealth(), ...corpus.map(({ program }) => program)].map(certified);
});

type Class = Certificate['journeys'][string]['classes'][number];

/** A class without its order and its ranks, each fact by the number of its cell. */
function nameOf(journey: Journey, abstraction: Abstraction, each: Class): string {
  const { pending: _p, silence: _s, end: _e, facts, at, over, kept, history, open, ...rest } = each;
  if (each.ended !== undefined) return JSON.stringify(['ended', each.ended, history]);
  const cells = [...abstraction.relevance.facts].map(([fact, cut]) => {
    const value = Object.hasOwn(facts, fact) ? facts[fact] : undefined;
    return cut.of(value, Date.UTC(2030, 0, 1, 12));
  });
  const sorted = [at, over, kept, history].map((list) => [...list].toSorted());
  const slots = open.toSorted((a, b) => a.slot - b.slot).map(inOrder);
  const resting = rest.parked?.resting.toSorted((a, b) => a.slot - b.slot).map(inOrder);
  const { owner, reason } = rest.parked ?? {};
  return JSON.stringify([journey.name, cells, sorted, slots, owner, reason, resting]);
}

function inOrder(value: object): unknown {
  return Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

const nobody = { found: 0, reached() {}, taken() {}, broke() {}, undoneTwice() {} };
const known = new Map<string, { readonly graph: Graph; readonly names: string[] }>();

/** What the explorer knows of a journey: an oracle that shares nothing with the verifier. */
function explored({ program, hash, certificate }: Certified, journey: Journey) {
  const key = `${hash} ${journey.name}`;
  let found = known.get(key);
  if (found === undefined) {
    const options = { cap: 10_000, witness: nobody, onGrowth: () => undefined, whole: true };
    const explorer = new Explorer(program, journey, options);
    explorer.run();
    const classes = certificate.journeys[journey.name]?.classes ?? [];
    const names = classes.map((each) => nameOf(journey, explorer.abstraction, each));
    known.set(key, (found = { graph: explorer.graph, names }));
  }
  return found;
}

type Table = Certificate['journeys'][string]['facts'];

/** Whether each cell has as many values as it had, whichever they are. */
function isTableFull(cut: ReadonlyMap<string, Cells>, was: Table, is: Table): boolean {
  return [...cut].every(([name, cells]) => {
    const has = new Map<number, Set<string>>();
    for (const value of is[name] ?? []) {
      const cell = cells.of(value, Date.UTC(2030, 0, 1, 12));
      has.set(cell, (has.get(cell) ?? new Set()).add(JSON.stringify(value)));
    }
    const by = Map.groupBy(was[name] ?? [], (value) => cells.of(value, Date.UTC(2030, 0, 1, 12)));
    return [...by].every(([cell, values]) => (has.get(cell)?.size ?? 0) >= values.length);
  });
}

/** Whether a certificate is right, as the explorer sees it. */
function isRight(original: Certified, given: Certificate): boolean {
  const { program, certificate } = original;
  if (given.program !== certificate.program) return false;
  return Object.values(program.journeys).every((journey) => {
    const [was, is] = [certificate.journeys[journey.name], given.journeys[journey.name]];
    if (was === undefined || is === undefined) return false;
    const abstraction = new Abstraction(program, journey);
    const { graph, names } = explored(original, journey);
    const by = new Map(is.classes.map((each) => [nameOf(journey, abstraction, each), each]));
    // The explorer found what can be reached, so that nothing of it may be left out.
    const claims = names.map((name) => by.get(name));
    const { facts, data } = abstraction.relevance;
    const isFull =
      isTableFull(facts, was.facts, is.facts) &&
      [...data].every(([source, fields]) => {
        return isTableFull(fields, was.data[source] ?? {}, is.data[source] ?? {});
      });
    const isLive = Object.entries(was.live).every(([step, kept]) =>
      kept.every((fact) => is.live[step]?.includes(fact)),
    );
    return (
      isFull &&
      isLive &&
      graph.nodes.every((node) => {
        return isClaimRight(program, node, { claims, journey, edges: graph.edges.of(node.id) });
      })
    );
  });
}

function isClaimRight(
  program: Program,
  { id, configuration: { state } }: Node,
  {
    claims,
    journey,
    edges,
  }: {
    readonly claims: readonly (Class | undefined)[];
    readonly journey: Journey;
    readonly edges: readonly Edge[];
  },
): boolean {
  const own = claims[id];
  if (own === undefined) return false;
  if (state.status === 'ended') return own.end === 0;
  const to = (edge: Edge): Class | undefined => claims[edge.to];
  const isFed = ({ flags }: Edge): boolean => (flags & flag.fed) !== 0;
  const falls = (edge: Edge): boolean =>
    isFed(edge) || (to(edge)?.silence ?? Infinity) < own.silence;
  const silent = edges.filter(
    ({ flags, play }) => (flags & flag.silent) !== 0 || play.kind === 'time',
  );
  const isSilenceRight = silent.every((edge) => {
    return falls(edge) || ((edge.flags & flag.moved) === 0 && to(edge)?.silence === own.silence);
  });
  const chosen = state.obligations.find(({ slot }) => slot === own.pending);
  const deadlines = silent.filter(
    ({ play }) => play.kind === 'deadline' && play.slot === own.pending,
  );
  const step = journey.steps[chosen?.step ?? ''];
  const fact = step && 'within' in step && step.within.kind === 'fact' ? step.within.fact : '';
  const times = silent.filter(({ play }) => play.kind === 'time' && play.name === fact);
  const ways = deadlines.length > 0 ? deadlines : times;
  const isLast = state.obligations.every(({ kind, level, owner }) => {
    return kind === 'park' || (level > 0 && program.teams[owner]?.role === true);
  });
  const isPending = chosen !== undefined && (isLast || (ways.length > 0 && ways.every(falls)));
  const isEnding = edges.some((edge) => (to(edge)?.end ?? Infinity) < own.end);
  return isSilenceRight && isPending && isEnding;
}

describe('what is proved is verified', () => {
  test('the example and the whole corpus, each within its time', () => {
    for (const { program, hash, certificate } of all) {
      const text = JSON.stringify(certificate);
      const began = performance.now();
      const verified = verifyCertificate(program, hash, text);
      const journeys = Object.values(certificate.journeys);
      const classes = journeys.reduce((sum, each) => sum + each.classes.length, 0);
      expect(verified, program.program).toEqual({ ok: true, classes, journeys: journeys.length });
      expect(performance.now() - began).toBeLessThan(10_000);
      expect(classes, program.program).toBeGreaterThan(2);
    }
  });

  test('the oracle finds them right, too', () => {
    for (const each of all)
      expect(isRight(each, each.certificate), each.program.program).toBe(true);
  });

  test('order does not matter', () => {
    for (const { program, hash, certificate } of all) {
      const turned = copyOf(certificate);
      for (const journey of Object.values(turned.journeys)) {
        journey.classes.reverse();
        for (const list of Object.values(journey.live)) list.reverse();
        for (const list of Object.values(journey.facts)) list.reverse();
        for (const each of journey.classes) each.open.reverse();
      }
      expect(verifyCertificate(program, hash, turned), program.program).toMatchObject({ ok: true });
    }
  });

  test('of other definitions, and of a smaller cap, there is none', () => {
    const [{ program, certificate } = {} as Certified] = all;
    const other = verifyCertificate(program, 'f'.repeat(64), certificate);
    expect(other).toMatchObject({ ok: false, code: 'ONW-CERTIFICATE-PROGRAM' });
    const options = { now, hash: '', cap: 10 };
    expect(() => certify(program, options)).toThrow(
      expect.objectContaining({ code: 'ONW-CERTIFICATE-SIZE' }),
    );
  });
});

/** Every single removal of one kind from a small certificate is refused with the code it should. */
describe('what is missing is missed', () => {
  const refused = (each: Certified, change: (copy: Certificate) => void): string => {
    const copy = copyOf(each.certificate);
    change(copy);
    const verified = verifyCertificate(each.program, each.hash, JSON.stringify(copy));
    return verified.ok ? 'accepted' : verified.code;
  };
  const small = (): readonly Certified[] =>
    all.slice(1).filter(({ certificate }) => JSON.stringify(certificate).length < 6_000);

  test('each class, each value of a table, each live fact', () => {
    let removed = 0;
    for (const each of small()) {
      for (const [name, { classes, facts, data, live }] of Object.entries(
        each.certificate.journeys,
      )) {
        const at = (copy: Certificate): Certificate['journeys'][string] =>
          copy.journeys[name] ?? expect.fail();
        const where = `${each.program.program} ${name}`;
        for (const index of classes.keys()) {
          removed++;
          expect(
            refused(each, (copy) => at(copy).classes.splice(index, 1)),
            where,
          ).toMatch(/OPEN$/u);
        }
        for (const [fact, values] of Object.entries(facts)) {
          for (const index of values.keys()) {
            removed++;
            const code = refused(each, (copy) => at(copy).facts[fact]?.splice(index, 1));
            expect(code, `${where} ${fact}`).toMatch(/TABLE$/u);
          }
        }
        for (const [source, fields] of Object.entries(data)) {
          for (const [field, values] of Object.entries(fields)) {
            for (const index of values.keys()) {
              removed++;
              const code = refused(each, (copy) =>
                at(copy).data[source]?.[field]?.splice(index, 1),
              );
              expect(code, `${where} ${source} ${field}`).toMatch(/TABLE$/u);
            }
          }
        }
        for (const [step, kept] of Object.entries(live)) {
          for (const index of kept.keys()) {
            removed++;
            const code = refused(each, (copy) => at(copy).live[step]?.splice(index, 1));
            expect(code, `${where} ${step}`).toMatch(/LIVE$/u);
          }
        }
      }
    }
    expect(removed).toBeGreaterThan(500);
  });

  test('a text that is cut off, and what was never a certificate', () => {
    const [each = expect.fail()] = small();
    const text = JSON.stringify(each.certificate);
    const hostile = [
      '',
      'null',
      '[]',
      '{"__proto__":{"format":1}}',
      '['.repeat(100_000),
      text.replace('"format":1', '"format":2'),
      text.replace('"classes":[', '"classes":[null,'),
      text.replace('"at":["', '"at":["__proto__","'),
      text.replace('"at":["', '"at":["constructor","'),
      text.replace('"facts":{', '"facts":{"__proto__":1,'),
      text.replace('"slot":0', '"slot":1e308'),
      text.replace('"slot":0', '"slot":-1'),
      ...[1, 2, 3, 10, 100].map((cut) => text.slice(0, -cut)),
    ];
    for (const bad of hostile) {
      const verified = verifyCertificate(each.program, each.hash, bad);
      expect(verified, bad.slice(0, 100)).toMatchObject({ ok: false });
      if (!verified.ok) expect(Object.keys(errorCodes)).toContain(verified.code);
    }
  });
});

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** One random change somewhere inside, most of them such that the form stays right. */
function tamper(root: Json, words: readonly string[], chance: Chance): void {
  let at: Json = root;
  for (;;) {
    if (typeof at !== 'object' || at === null) return;
    const keys = Object.keys(at);
    if (keys.length === 0) return;
    const key = chance.pick(keys);
    const other = chance.pick(keys);
    const holder = at as { [key: string]: Json };
    const inner = holder[key] ?? null;
    if (typeof inner === 'object' && inner !== null && chance.below(100) < 94) {
      at = inner;
      continue;
    }
    if (typeof inner === 'boolean') holder[key] = !inner;
    else if (typeof inner === 'number') holder[key] = inner + chance.pick([-60_000, -1, 1, 2]);
    else if (typeof inner === 'string' && chance.below(3) > 0) holder[key] = chance.pick(words);
    else if (!Array.isArray(at)) Reflect.deleteProperty(at, key);
    else {
      const how = chance.pick(['twice', 'turned', 'gone']);
      if (how === 'twice') at.push(copyOf(inner));
      if (how === 'turned') [holder[key], holder[other]] = [holder[other] ?? null, inner];
      if (how === 'gone') at.splice(Number(key), 1);
    }
    return;
  }
}

test('what is accepted after a random change is still right', { timeout: 240_000 }, () => {
  const codes = new Map<string, number>();
  const counted = (code: string): unknown => codes.set(code, 1 + (codes.get(code) ?? 0));
  const property = fc.property(fc.nat(), fc.integer({ min: 1 }), (number, seed) => {
    const chance = new Chance(seed);
    // One in thirty is the example: it takes longer than all others.
    const each = all[number % 30 === 0 ? 0 : 1 + (number % (all.length - 1))] ?? expect.fail();
    const copy = copyOf(each.certificate);
    const names = JSON.stringify(copy).match(/"[^"]+"/gu) ?? [];
    const words = names.map((name) => name.slice(1, -1));
    const journey = chance.pick(Object.values(copy.journeys));
    // Most of what can be changed is in the classes, and little of the text is outside of them.
    const classes = [1, 2, 3].map(() => chance.pick(journey.classes));
    const root = chance.pick([copy, journey, journey.classes, ...classes]);
    tamper(root as unknown as Json, words, chance);
    const before = JSON.stringify(each.certificate);
    if (JSON.stringify(copy) === before) return;
    const verified = verifyCertificate(each.program, each.hash, JSON.stringify(copy));
    counted(verified.ok ? 'accepted' : verified.code);
    if (verified.ok) expect(isRight(each, copy), diffOf(before, JSON.stringify(copy))).toBe(true);
    else expect(Object.keys(errorCodes)).toContain(verified.code);
  });
  fc.assert(property, { numRuns: 3_000, seed: 7 });
  const accepted = codes.get('accepted') ?? 0;
  const refused = [...codes.values()].reduce((sum, count) => sum + count, 0) - accepted;
  // Neither side is empty, and tampering meets every kind of refusal that a certificate can cause.
  expect(accepted).toBeGreaterThan(30);
  expect(refused).toBeGreaterThan(1_000);
  expect(codes.get('ONW-CERTIFICATE-OPEN')).toBeGreaterThan(100);
  for (const kind of ['FORM', 'TABLE', 'LIVE', 'OPEN', 'PENDING', 'SILENCE', 'END']) {
    expect([...codes.keys()]).toContain(`ONW-CERTIFICATE-${kind}`);
  }
});

/** Each claim of each class, moved by one: the oracle and the verifier say the same of it. */
test(
  'ranks and what is pending, one by one, as the explorer sees them',
  { timeout: 120_000 },
  () => {
    const verdicts = { accepted: 0, refused: 0 };
    for (const each of all.slice(1)) {
      for (const [name, { classes }] of Object.entries(each.certificate.journeys)) {
        if (classes.length > 30) continue;
        for (const index of classes.keys()) {
          for (const key of ['silence', 'end', 'pending'] as const) {
            for (const by of [-1, 1]) {
              const copy = copyOf(each.certificate);
              const claim = copy.journeys[name]?.classes[index] ?? expect.fail();
              const was = claim[key];
              if (was === undefined || was + by < 0) continue;
              claim[key] = was + by;
              const verified = verifyCertificate(each.program, each.hash, copy);
              const where = `${each.program.program} ${name} ${index} ${key} ${by}`;
              expect(verified.ok, `${where} ${JSON.stringify(verified)}`).toBe(isRight(each, copy));
              verdicts[verified.ok ? 'accepted' : 'refused']++;
            }
          }
        }
      }
    }
    expect(verdicts.refused).toBeGreaterThan(500);
    expect(verdicts.accepted).toBeGreaterThan(50);
  },
);

/** Where two texts begin to differ, for a failing case. */
function diffOf(before: string, after: string): string {
  let at = 0;
  while (before[at] === after[at]) at++;
  return `${before.slice(at - 60, at + 60)} ⇒ ${after.slice(at - 60, at + 60)}`;
}
