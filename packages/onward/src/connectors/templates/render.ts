/**
 * Renders the text of a message from what the command and the settings say; nothing else is within
 * reach of a template: no files, no other templates, no prototypes, and bounded time and memory.
 */
import { Liquid } from 'liquidjs';
import type { Facts, FactTypes } from '../../core/index.ts';
import { writeFact } from '../../core/index.ts';

/** One template in Liquid; a channel takes the parts that it has a use for. */
export interface TemplateText {
  readonly version: number;
  readonly text: string;
  readonly subject?: string | undefined;
  readonly html?: string | undefined;
}

/** What a messaging system's settings say about its texts. */
export interface Texts {
  readonly templates: Readonly<Record<string, TemplateText>>;
  readonly values: Readonly<Record<string, string>>;
  /** Arguments of `send-message` beside `template` and `channel`. */
  readonly args: FactTypes;
  /** IANA zone in which the filter `date` writes instants. */
  readonly zone: string;
}

/** A rendered message; `text` is what every channel can carry. */
export interface Rendered {
  readonly text: string;
  readonly subject?: string;
  readonly html?: string;
}

/** The rendered message, or why there is none. */
export type Rendering =
  | { readonly kind: 'rendered'; readonly message: Rendered }
  | {
      readonly kind: 'failed';
      readonly code: 'ONW-TEMPLATE-UNKNOWN' | 'ONW-TEMPLATE-RENDER';
    };

/** Time and memory (in liquidjs's own units) that one text may take. */
const bounds = { parseLimit: 500_000, renderLimit: 1_000, memoryLimit: 5_000_000 };
/** Tags that reach for other files. */
const reaching = ['include', 'render', 'layout', 'block'];

/** The template's parts with the command's arguments and the settings' values filled in. */
export function renderTemplate(args: Facts, texts: Texts): Rendering {
  const id = args['template'];
  const template =
    typeof id === 'string' && Object.hasOwn(texts.templates, id) ? texts.templates[id] : undefined;
  if (template === undefined) return { kind: 'failed', code: 'ONW-TEMPLATE-UNKNOWN' };
  const scope: Record<string, unknown> = { ...texts.values, template: id };
  for (const [name, type] of Object.entries(texts.args)) {
    const given = args[name];
    if (given !== undefined) scope[name] = type.kind === 'ref' ? given : writeFact(type, given);
  }
  const write = (written: string, isHtml = false): string =>
    String(engineFor(texts.zone, isHtml).parseAndRenderSync(written, scope));
  const { text, subject, html } = template;
  try {
    const message = {
      text: write(text),
      ...(subject === undefined ? {} : { subject: write(subject) }),
      ...(html === undefined ? {} : { html: write(html, true) }),
    };
    return { kind: 'rendered', message };
  } catch {
    // The message of the engine may quote a value: it stops here.
    return { kind: 'failed', code: 'ONW-TEMPLATE-RENDER' };
  }
}

/** What is wrong with a template, in words for who wrote it; undefined when nothing is. */
export function templateProblem(written: string, known: readonly string[]): string | undefined {
  const engine = engineFor('UTC', false);
  let used: readonly string[];
  try {
    used = engine.globalVariablesSync(written);
  } catch {
    return 'This is not Liquid that can be rendered here; files and other templates are not.';
  }
  const missing = used.filter((each) => !known.includes(each));
  if (missing.length === 0) return undefined;
  return `Declare ${missing.join(', ')} under \`values\` or \`args\`, or write another name.`;
}

const engines = new Map<string, Liquid>();

/** One engine per zone and kind of escaping; a program has a few. */
function engineFor(zone: string, isHtml: boolean): Liquid {
  const key = `${zone} ${isHtml}`;
  const known = engines.get(key);
  if (known !== undefined) return known;
  const engine = new Liquid({
    strictFilters: true,
    strictVariables: true,
    lenientIf: true,
    ownPropertyOnly: true,
    templates: {},
    timezoneOffset: zone,
    locale: 'en',
    ...(isHtml ? { outputEscape: 'escape' as const } : {}),
    ...bounds,
  });
  for (const tag of reaching) delete engine.tags[tag];
  engines.set(key, engine);
  return engine;
}
