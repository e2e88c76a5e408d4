/** Whom a text is written for: their language and zone, as far as they are known and are ones. */
import type { Facts } from '../../core/index.ts';

/** For whom a text is written. */
export interface Reader {
  /** A BCP 47 tag. */
  readonly language: string;
  /** An IANA zone. */
  readonly zone: string;
}

/** Arguments of `send-message` that say how to write, and that no text states. */
export const readerArgs = ['recipient-zone', 'recipient-language'] as const;

/** What the settings say where nothing is known of the recipient. */
export interface Defaults {
  readonly language: string;
  readonly zone: string;
}

/** The parts of a text in one language. */
export interface Chosen<T> {
  readonly parts: T;
  readonly reader: Reader;
}

/**
 * The translation for the recipient: their own tag, then with less and less of it, then the text
 * that the settings begin with. Days and hours are written in the language of the text, as their
 * own country does where it is the same language. A zone that is none is the settings' zone: it is
 * never a reason to say nothing.
 */
export function chooseText<T>(
  all: { readonly own: T; readonly translations: Readonly<Record<string, T>> },
  args: Facts,
  defaults: Defaults,
): Chosen<T> {
  const asked = tagOf(args['recipient-language']);
  const zone = zoneOf(args['recipient-zone']) ?? defaults.zone;
  for (const tag of asked === undefined ? [] : widening(asked)) {
    if (tag === defaults.language.toLowerCase()) break;
    const parts = Object.hasOwn(all.translations, tag) ? all.translations[tag] : undefined;
    if (parts !== undefined) return { parts, reader: { language: asked ?? tag, zone } };
  }
  const isSame = asked !== undefined && primary(asked) === primary(defaults.language);
  return { parts: all.own, reader: { language: isSame ? asked : defaults.language, zone } };
}

/** `es-mx`, `es`. */
function widening(tag: string): readonly string[] {
  const parts = tag.toLowerCase().split('-');
  return parts.map((_each, index) => parts.slice(0, parts.length - index).join('-'));
}

function primary(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? '';
}

function tagOf(raw: unknown): string | undefined {
  if (typeof raw !== 'string' || raw.length > 35) return undefined;
  try {
    return Intl.getCanonicalLocales(raw)[0];
  } catch {
    return undefined;
  }
}

function zoneOf(raw: unknown): string | undefined {
  return typeof raw === 'string' && raw.length <= 64 && isZone(raw) ? raw : undefined;
}

/** Whether it is an IANA zone; an offset such as `+02:00` knows no summer and is none. */
export function isZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}

/** Whether it is a BCP 47 tag, in lower case as translations are named. */
export function isLanguage(tag: string): boolean {
  return tag === tag.toLowerCase() && tagOf(tag) !== undefined;
}
