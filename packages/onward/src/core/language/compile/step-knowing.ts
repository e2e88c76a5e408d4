/** Compiles the steps that end with somebody knowing: message, depends. */
import { compileAsking, compileBase, compileOwned, compileWays } from './step-base.ts';
import type { StepPlace } from './step-base.ts';
import type { DependsStep, Knowing, MessageStep, System, Transitions } from '../model.ts';
import { didYouMean, listNames, quote } from '../near-name.ts';
import { checkOnce, entriesOf, noData, report, resolve } from './scope.ts';
import type { JourneyScope } from './scope.ts';
import { checkFacts } from './telling.ts';
import { compileTransitions } from './transition.ts';
import type { WrittenDepends, WrittenMessage } from '../surface/steps.ts';

/** The subject must know something by a time. */
export function compileMessage(written: WrittenMessage, place: StepPlace): MessageStep {
  const { here, path } = place;
  const { scope } = here;
  const { templates, systems } = scope.declared;
  const known = { what: 'template', code: 'ONW-LANG-UNKNOWN-TEMPLATE', among: templates } as const;
  const template = resolve(written.message, known, { scope, path: [...path, 'message'] });
  const vias = { what: 'system', code: 'ONW-LANG-UNKNOWN-SYSTEM', among: systems } as const;
  const via = resolve(written.via, vias, { scope, path: [...path, 'via'] });
  const until = written.until ?? 'delivered';
  checkFacts(template?.facts ?? [], path, here);
  if (via !== undefined) checkReports(via, until, { written, place });
  const channels = written.channels ?? template?.channels ?? [];
  if (template !== undefined) checkChannels(written, template.channels, place);
  return {
    kind: 'message',
    ...compileBase(written, place),
    template: written.message,
    via: written.via,
    channels,
    until,
    then: compileWays(written.then, 'then', place),
    ...compileAsking(written, place),
  };
}

/** The system must be able to say that it failed, and that the person knows in the way asked. */
function checkReports(
  via: System,
  until: Knowing,
  at: { readonly written: WrittenMessage; readonly place: StepPlace },
): void {
  const { here, path } = at.place;
  const needed = ['message.failed', ...(until === 'sent' ? [] : [`message.${until}`])];
  const missing = needed.filter((event) => !Object.hasOwn(via.events, event));
  if (missing.length === 0) return;
  const { via: name } = at.written;
  const message = `The system ${quote(name)} cannot report ${missing.join(' and ')}.`;
  const allowed = 'a system whose connector declares the events of messages';
  report(here.scope, [...path, 'via'], { code: 'ONW-LANG-MESSAGE', message, allowed });
}

function checkChannels(
  { channels = [] }: WrittenMessage,
  known: readonly string[],
  { here, path }: StepPlace,
): void {
  checkOnce(channels, [...path, 'channels'], here.scope);
  channels.forEach((channel, index) => {
    const below = [...path, 'channels', index];
    if (known.includes(channel)) return;
    const message = `The template has no channel ${quote(channel)}${didYouMean(channel, known)}`;
    const allowed = listNames(known);
    report(here.scope, below, { code: 'ONW-LANG-MESSAGE', message, allowed });
  });
}

/** Another journey must reach a milestone or end. What it has is checked when all are known. */
export function compileDepends(written: WrittenDepends, place: StepPlace): DependsStep {
  const { here, path } = place;
  const { journey, milestone } = written.depends;
  if (milestone !== undefined && written.reached === undefined) {
    const message = 'A milestone is asked, but `reached` does not say where it leads.';
    report(here.scope, path, { code: 'ONW-LANG-DEPENDS', message, key: true });
  }
  link(written, place, here.scope);
  const ended = entriesOf(written.ended).map(([outcome, ways]): readonly [string, Transitions] => {
    const below = [...path, 'ended', outcome];
    return [outcome, compileTransitions(ways, below, { ...here, data: noData })];
  });
  return {
    kind: 'depends',
    ...compileBase(written, place),
    journey,
    ...(milestone === undefined ? {} : { milestone }),
    reached: compileWays(written.reached, 'reached', place),
    ended: Object.fromEntries(ended),
    neverStarted: compileWays(written['never-started'], 'never-started', place),
    ...compileOwned(written, place),
  };
}

function link(written: WrittenDepends, { path }: StepPlace, scope: JourneyScope): void {
  const { journey, milestone } = written.depends;
  scope.links.push({
    file: scope.file,
    path,
    from: scope.journey,
    journey,
    milestone,
    ended: Object.keys(written.ended ?? {}),
    otherwise: milestone === undefined && written.reached !== undefined,
  });
}
