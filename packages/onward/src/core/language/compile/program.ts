/**
 * Compiles a program whose files have the right shape: what is declared first, then its journeys.
 */
import type { Holidays } from '../../holidays.ts';
import { compileCalendar } from './calendar.ts';
import { compileJourney } from './journey.ts';
import { checkRecipient, compileMessages } from './messages.ts';
import { checkLinks } from './links.ts';
import { checkLadder } from './owner.ts';
import { compileSpan } from './span.ts';
import { compileSystems } from './system.ts';
import type { Connectors } from './system.ts';
import { compileTeams } from './team.ts';
import type { Journey, Program, Template } from '../model.ts';
import { quote } from '../near-name.ts';
import { checkOnce, entriesOf, report } from './scope.ts';
import type { Declared, FileScope, JourneySource, Link } from './scope.ts';
import type { WrittenProgram } from '../surface/program.ts';

/** A program and its journeys as they were written, and where. */
export interface ProgramSource {
  readonly scope: FileScope;
  readonly written: WrittenProgram;
  readonly journeys: readonly JourneySource[];
}

/** What is known outside of the files. */
export interface Outside {
  readonly connectors: Connectors;
  readonly holidays: Holidays | undefined;
}

/** Compiles all of it; the result is of use only if the findings refuse nothing. */
export function compileProgram(source: ProgramSource, outside: Outside): Program {
  const { written, scope } = source;
  const declared = compileDeclared(source, outside);
  const { within, escalate, every } = written.exceptions;
  const path = ['exceptions'];
  checkLadder(escalate, { path: [...path, 'escalate'], last: true }, { ...scope, declared });
  const journeys = compileJourneys(source, declared);
  checkRecipient(declared, journeys, scope);
  return {
    format: 1,
    program: written.program,
    ...declared,
    exceptions: {
      within: compileSpan(within, [...path, 'within'], scope),
      escalate,
      every: compileSpan(every, [...path, 'every'], scope),
    },
    journeys,
  };
}

function compileDeclared(source: ProgramSource, outside: Outside): Declared {
  const { written, scope } = source;
  const { connectors, holidays } = outside;
  const calendars = Object.fromEntries(
    entriesOf(written.calendars).map(([name, calendar]) => {
      return [name, compileCalendar(calendar, ['calendars', name], { ...scope, holidays })];
    }),
  );
  const teams = compileTeams(written, calendars, scope);
  const codes = written.codes ?? {};
  for (const [list, values] of entriesOf(codes)) checkOnce(values, ['codes', list], scope);
  const templates = compileTemplates(written, scope);
  const systems = compileSystems(written.systems, {
    ...scope,
    declared: { teams, codes },
    connectors,
  });
  const messages = compileMessages(source, { calendars, templates, systems });
  const hours = messages === undefined ? {} : { messages };
  return { calendars, teams, codes, systems, templates, ...hours };
}

function compileTemplates(
  written: WrittenProgram,
  scope: FileScope,
): Readonly<Record<string, Template>> {
  const templates = entriesOf(written.templates).map(([name, { facts, ...template }]) => {
    checkOnce(template.channels, ['templates', name, 'channels'], scope);
    checkOnce(facts ?? [], ['templates', name, 'facts'], scope);
    return [name, facts === undefined ? template : { ...template, facts }] as const;
  });
  return Object.fromEntries(templates);
}

function compileJourneys(
  { scope, journeys }: ProgramSource,
  declared: Declared,
): Readonly<Record<string, Journey>> {
  const links: Link[] = [];
  const compiled = new Map<string, Journey>();
  for (const source of journeys) {
    const { journey: name } = source.written;
    if (compiled.has(name)) {
      const message = `There is a journey ${quote(name)} already.`;
      report(source.scope, [...source.path, 'journey'], { code: 'ONW-LANG-DUPLICATE', message });
      continue;
    }
    compiled.set(name, compileJourney(source, declared, links));
  }
  const all = Object.fromEntries(compiled);
  checkLinks(links, all, scope.findings);
  return all;
}
