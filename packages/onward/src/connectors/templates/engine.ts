/**
 * The engine of texts: Liquid without files, prototypes or other templates, in bounded time and
 * memory, with filters that write in the recipient's language and hours.
 */
import { Liquid } from 'liquidjs';
import { checkIcu, writeIcu } from './icu.ts';
import type { Reader } from './language.ts';
import type { LinkAction } from './link-action.ts';
import { isLinkAction } from './link-action.ts';

/** The address that a link of the message leads to; undefined where it has none. */
export type LinkTo = (action: LinkAction) => string | undefined;

/** What a text is rendered with. */
export interface Written {
  readonly reader: Reader;
  /** Whether values are escaped for HTML. */
  readonly isHtml: boolean;
  readonly scope: Readonly<Record<string, unknown>>;
  readonly linkTo: LinkTo;
}

/** Time and memory (in liquidjs's own units) that one text may take. */
const bounds = { parseLimit: 500_000, renderLimit: 1_000, memoryLimit: 5_000_000 };
/** Tags that reach for other files. */
const reaching = ['include', 'render', 'layout', 'block'];

/** @throws {Error} whose message may quote a value: it must go no further */
export function writeText(text: string, { reader, isHtml, scope, linkTo }: Written): string {
  const globals = { [linking]: linkTo };
  return String(engineFor(reader, isHtml).parseAndRenderSync(text, scope, { globals }));
}

/** What is wrong with a text, in words for who wrote it; undefined when nothing is. */
export function textProblem(written: string, known: readonly string[]): string | undefined {
  const engine = engineFor({ language: 'en', zone: 'UTC' }, false);
  let used: readonly string[];
  try {
    used = engine.globalVariablesSync(written);
  } catch {
    return 'This is not Liquid that can be rendered here; files and other templates are not.';
  }
  const missing = used.filter((each) => !known.includes(each));
  if (missing.length > 0) {
    return `Declare ${missing.join(', ')} under \`values\` or \`args\`, or write another name.`;
  }
  return checkIcu(written) ?? checkLinks(written);
}

/** Whether a text has links of ours in it. */
export function hasLinks(written: string): boolean {
  return written.search(linkUse) >= 0;
}

const linkUse = /\{\{[^{}]*\|\s*link\b/g;

function checkLinks(written: string): string | undefined {
  const all = [...written.matchAll(linkUse)].length;
  const known = [...written.matchAll(/\{\{-?\s*(["'])([a-z]+)\1\s*\|\s*link\s*-?\}\}/g)].filter(
    ([, , action]) => isLinkAction(action),
  ).length;
  if (all === known) return undefined;
  return "Write a link as {{ 'confirm' | link }}: confirm, cancel, move or unsubscribe.";
}

const linking = Symbol('link');
const engines = new Map<string, Liquid>();
/** Recipients live in a few zones and speak a few languages. */
const mostEngines = 200;

/** One engine per reader and kind of escaping. */
function engineFor(reader: Reader, isHtml: boolean): Liquid {
  const key = `${reader.zone} ${reader.language} ${isHtml}`;
  const known = engines.get(key);
  if (known !== undefined) return known;
  const engine = new Liquid({
    strictFilters: true,
    strictVariables: true,
    lenientIf: true,
    ownPropertyOnly: true,
    templates: {},
    timezoneOffset: reader.zone,
    locale: reader.language,
    ...(isHtml ? { outputEscape: 'escape' as const } : {}),
    ...bounds,
  });
  for (const tag of reaching) delete engine.tags[tag];
  addFilters(engine, reader);
  if (engines.size >= mostEngines) engines.clear();
  engines.set(key, engine);
  return engine;
}

/** What is written of an instant. */
const moments: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  day: { weekday: 'long', day: 'numeric', month: 'long' },
  time: { hour: 'numeric', minute: '2-digit' },
};

function addFilters(engine: Liquid, { language, zone }: Reader): void {
  for (const [name, options] of Object.entries(moments)) {
    const format = new Intl.DateTimeFormat(language, { ...options, timeZone: zone });
    engine.registerFilter(name, (value: unknown) => oneBlank(format.format(instantOf(value))));
  }
  const named = new Intl.DateTimeFormat(language, { timeZoneName: 'short', timeZone: zone });
  engine.registerFilter('zone', (value: unknown) => {
    const parts = named.formatToParts(instantOf(value));
    return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone;
  });
  engine.registerFilter('icu', (pattern: unknown, ...values: readonly unknown[]) => {
    return oneBlank(writeIcu(String(pattern), values, { language, zone }));
  });
  engine.registerFilter('link', function link(action: unknown) {
    const { globals } = this.context as unknown as { readonly globals: { [linking]?: LinkTo } };
    const address = isLinkAction(action) ? globals[linking]?.(action) : undefined;
    if (address === undefined) throw new Error('no link');
    return address;
  });
}

function instantOf(value: unknown): Date {
  const at = typeof value === 'string' ? new Date(value) : new Date(Number.NaN);
  if (Number.isNaN(at.getTime())) throw new Error('no instant');
  return at;
}

/** Blanks of typography are outside of the alphabet of text messages, which halves their length. */
function oneBlank(text: string): string {
  return text.replaceAll(/[\u00a0\u2007\u2009\u202f]/g, ' ');
}
