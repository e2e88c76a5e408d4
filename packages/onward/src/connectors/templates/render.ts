/**
 * Renders the text of a message from what the command and the settings say, in the language and the
 * zone of who reads it; nothing else is within reach of a template.
 */
import type { Facts, FactTypes } from '../../core/index.ts';
import { writeFact } from '../../core/index.ts';
import type { LinkTo } from './engine.ts';
import { writeText } from './engine.ts';
import type { Reader } from './language.ts';
import { chooseText } from './language.ts';
import { compileMjml, inLanguage } from './mjml.ts';

/** A text in Liquid; a channel takes the parts that it has a use for. */
export interface TextParts {
  readonly text: string;
  readonly subject?: string | undefined;
  readonly html?: string | undefined;
  /** In place of `html`. */
  readonly mjml?: string | undefined;
}

/** One template, with its translations by language. */
export interface TemplateText extends TextParts {
  readonly version: number;
  readonly translations?: Readonly<Record<string, TextParts>> | undefined;
}

/** What a messaging system's settings say about its texts. */
export interface Texts {
  readonly templates: Readonly<Record<string, TemplateText>>;
  readonly values: Readonly<Record<string, string>>;
  /** Arguments of `send-message` beside `template` and `channel`. */
  readonly args: FactTypes;
  /** IANA zone in which instants are written, where the recipient's is not known. */
  readonly zone: string;
  /** The language of the texts that are no translations. */
  readonly language: string;
}

/** A rendered message; `text` is what every channel can carry. */
export interface Rendered {
  readonly text: string;
  readonly subject?: string;
  readonly html?: string;
  /** The language that it is in. */
  readonly language: string;
}

/** The rendered message, or why there is none. */
export type Rendering =
  | { readonly kind: 'rendered'; readonly message: Rendered; readonly also: AlsoWritten }
  | {
      readonly kind: 'failed';
      readonly code: 'ONW-TEMPLATE-UNKNOWN' | 'ONW-TEMPLATE-RENDER';
    };

/**
 * Writes another text of the same message, with the same values and for the same reader.
 *
 * @throws {Error} whose message may quote a value
 */
export type AlsoWritten = (text: string) => string;

const noLink: LinkTo = () => undefined;

/** The template's parts with the command's arguments and the settings' values filled in. */
export function renderTemplate(args: Facts, texts: Texts, linkTo: LinkTo = noLink): Rendering {
  const id = args['template'];
  const template =
    typeof id === 'string' && Object.hasOwn(texts.templates, id) ? texts.templates[id] : undefined;
  if (template === undefined) return { kind: 'failed', code: 'ONW-TEMPLATE-UNKNOWN' };
  const { translations = {} } = template;
  const { parts, reader } = chooseText<TextParts>({ own: template, translations }, args, texts);
  const scope = scopeOf(args, texts);
  const write = (text: string, isHtml = false): string =>
    writeText(text, { reader, isHtml, scope, linkTo });
  try {
    return { kind: 'rendered', message: renderParts(parts, reader, write), also: write };
  } catch {
    // The message of the engine may quote a value: it stops here.
    return { kind: 'failed', code: 'ONW-TEMPLATE-RENDER' };
  }
}

function renderParts(
  parts: TextParts,
  { language }: Reader,
  write: (text: string, isHtml?: boolean) => string,
): Rendered {
  const html = htmlOf(parts);
  return {
    text: write(parts.text),
    ...(parts.subject === undefined ? {} : { subject: write(parts.subject) }),
    ...(html === undefined ? {} : { html: inLanguage(write(html, true), language) }),
    language,
  };
}

/** The HTML of a text, still in Liquid. */
function htmlOf({ html, mjml }: Pick<TextParts, 'html' | 'mjml'>): string | undefined {
  if (mjml === undefined) return html;
  const compiled = compileMjml(mjml);
  return 'html' in compiled ? compiled.html : undefined;
}

/** What a text may state: values, and arguments of the command that are declared. */
function scopeOf(args: Facts, texts: Texts): Readonly<Record<string, unknown>> {
  const scope: Record<string, unknown> = { ...texts.values, template: args['template'] };
  for (const [name, type] of Object.entries(texts.args)) {
    const given = args[name];
    if (given !== undefined) scope[name] = type.kind === 'ref' ? given : writeFact(type, given);
  }
  return scope;
}
