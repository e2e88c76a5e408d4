/** The texts of messages as a program writes them in a system's settings. */
import * as z from 'zod';
import { factType, name } from '../problems.ts';
import type { Texts } from './render.ts';
import { templateProblem } from './render.ts';

const longestText = 20_000;
const longestHtml = 200_000;

/** A value is as long as a name, an address or a telephone number is. */
const value = z.string().max(500);

/** One template in Liquid (liquidjs.com); a channel takes the parts that it has a use for. */
const template = z.strictObject({
  version: z.int().min(1),
  text: z.string().min(1).max(longestText),
  subject: z.string().min(1).max(500).optional(),
  html: z.string().min(1).max(longestHtml).optional(),
});

/** What a messaging system's settings say about its texts. */
export const templateSettings = {
  /** Name of a template of the program to its text. */
  templates: z.record(name, template).default({}),
  /** Words that stand in several templates: the name of the practice, its number. */
  values: z.record(name, value).default({}),
  /** Arguments of `send-message` beside `template` and `channel`, by name. */
  args: z.record(name, factType).default({}),
  /** IANA zone in which the filter `date` writes instants. */
  zone: z.string().refine(isZone, 'Write an IANA time zone, such as Europe/Berlin.').default('UTC'),
};

/** Reports what cannot be right of the texts: syntax, and variables that nothing declares. */
export function checkTemplates(settings: Texts, context: z.core.$RefinementCtx): void {
  const problem = (path: readonly string[], message: string): void => {
    context.addIssue({ code: 'custom', path: [...path], message });
  };
  for (const each of Object.keys(settings.args)) {
    if (each === 'template' || each === 'channel' || Object.hasOwn(settings.values, each)) {
      problem(['args', each], 'This name is taken; name the argument otherwise.');
    }
  }
  const known = ['template', ...Object.keys(settings.values), ...Object.keys(settings.args)];
  for (const [id, parts] of Object.entries(settings.templates)) {
    for (const part of ['text', 'subject', 'html'] as const) {
      const written = parts[part];
      const message = written === undefined ? undefined : templateProblem(written, known);
      if (message !== undefined) problem(['templates', id, part], message);
    }
  }
}

function isZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}
