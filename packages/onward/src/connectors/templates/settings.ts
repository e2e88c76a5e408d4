/** The texts of messages as a program writes them in a system's settings. */
import * as z from 'zod';
import { factType, name } from '../problems.ts';
import { hasLinks, textProblem } from './engine.ts';
import { isLanguage, isZone, readerArgs } from './language.ts';
import { compileMjml } from './mjml.ts';
import type { TextParts, Texts } from './render.ts';

const longestText = 20_000;
const longestHtml = 200_000;

/** A value is as long as a name, an address or a telephone number is. */
const value = z.string().max(500);

const parts = {
  text: z.string().min(1).max(longestText),
  subject: z.string().min(1).max(500).optional(),
  html: z.string().min(1).max(longestHtml).optional(),
  /** MJML, in place of `html`. */
  mjml: z.string().min(1).max(longestHtml).optional(),
};

const languageHelp = 'Write a language in lower case, such as es or es-mx.';
const language = z.string().refine(isLanguage, languageHelp);

/** One template in Liquid (liquidjs.com); a channel takes the parts that it has a use for. */
export const templateParts = {
  version: z.int().min(1),
  ...parts,
  /** Language to its text. */
  translations: z.record(language, z.strictObject(parts)).default({}),
};

/** What a messaging system's settings say about its texts. */
export const textSettings = {
  /** Words that stand in several templates: the name of the practice, its number. */
  values: z.record(name, value).default({}),
  /** Arguments of `send-message` beside `template` and `channel`, by name. */
  args: z.record(name, factType).default({}),
  /** IANA zone in which instants are written, where the recipient's is not known. */
  zone: z.string().refine(isZone, 'Write an IANA time zone, such as Europe/Berlin.').default('UTC'),
  /** The language of texts that are no translations. */
  language: language.default('en'),
};

/** The same with the templates of a channel that knows no more than their texts. */
export const templateSettings = {
  /** Name of a template of the program to its text. */
  templates: z.record(name, z.strictObject(templateParts)).default({}),
  ...textSettings,
};

type Problem = (path: readonly string[], message: string) => void;

/** Reports what cannot be right of the texts: syntax, and variables that nothing declares. */
export function checkTemplates(settings: Texts, context: z.core.$RefinementCtx): void {
  const problem: Problem = (path, message) => {
    context.addIssue({ code: 'custom', path: [...path], message });
  };
  const taken: readonly string[] = ['template', 'channel', ...readerArgs];
  for (const each of Object.keys(settings.args)) {
    if (taken.includes(each) || Object.hasOwn(settings.values, each)) {
      problem(['args', each], 'This name is taken; name the argument otherwise.');
    }
  }
  for (const { path, text } of everyText(settings)) checkParts(text, { path, settings, problem });
}

/** A text of the settings, in one language, and where it stands. */
export interface PlacedText {
  readonly path: readonly string[];
  readonly text: TextParts;
}

/** Every text of the settings, translations among them. */
export function everyText({ templates }: Pick<Texts, 'templates'>): readonly PlacedText[] {
  return Object.entries(templates).flatMap(([id, template]) => {
    const translations = Object.entries(template.translations ?? {}).map(([tag, text]) => {
      return { path: ['templates', id, 'translations', tag], text };
    });
    return [{ path: ['templates', id], text: template }, ...translations];
  });
}

/** Where a text has links of ours; undefined where none has. */
export function linkedText(settings: Pick<Texts, 'templates'>): readonly string[] | undefined {
  for (const { path, text } of everyText(settings)) {
    const part = (['text', 'subject', 'html', 'mjml'] as const).find((each) => {
      return hasLinks(text[each] ?? '');
    });
    if (part !== undefined) return [...path, part];
  }
  return undefined;
}

/** Names that a text may use. */
export function knownNames({ values, args }: Pick<Texts, 'values' | 'args'>): readonly string[] {
  return ['template', ...Object.keys(values), ...Object.keys(args)];
}

interface Checking {
  readonly path: readonly string[];
  readonly settings: Texts;
  readonly problem: Problem;
}

function checkParts(text: TextParts, { path, settings, problem }: Checking): void {
  const known = knownNames(settings);
  for (const part of ['text', 'subject', 'html'] as const) {
    const written = text[part];
    const message = written === undefined ? undefined : textProblem(written, known);
    if (message !== undefined) problem([...path, part], message);
  }
  if (text.mjml === undefined) return;
  if (text.html !== undefined) problem([...path, 'mjml'], 'Give one of `html` and `mjml`.');
  const compiled = compileMjml(text.mjml);
  const message = 'html' in compiled ? textProblem(compiled.html, known) : compiled.problem;
  if (message !== undefined) problem([...path, 'mjml'], message);
}
