/**
 * One HL7 v2 message, read by place: ids and codes come out trimmed, unescaped and never missing.
 */
import { Hl7Context, Hl7Message } from '@medplum/core';
import type { Hl7Segment } from '@medplum/core';
import type { Hl7Path } from './path.ts';
import type { Segments } from './payload.ts';

export type { Hl7Segment } from '@medplum/core';

/** The five characters of MSH-1 and MSH-2. */
export interface Separators {
  readonly field: string;
  readonly component: string;
  readonly repetition: string;
  readonly escape: string;
  readonly subcomponent: string;
}

/** Those that HL7 suggests (v2.8, 2.5.4). */
export const usual: Separators = {
  field: '|',
  component: '^',
  repetition: '~',
  escape: '\\',
  subcomponent: '&',
};
const usualDeclared = '^~\\&';

/**
 * The separators a header declares, missing ones as usual; undefined when they cannot be told
 * apart.
 */
export function separatorsOf(header: string): Separators | undefined {
  const field = header.charAt(3);
  const declared = header.slice(4).split(field)[0] ?? '';
  const [component = '^', repetition = '~', escape = '\\', subcomponent = '&'] =
    declared.slice(0, 4) + usualDeclared.slice(Math.min(declared.length, 4));
  const all = [field, component, repetition, escape, subcomponent];
  if (new Set(all).size < all.length || all.some((each) => /[\w\s\p{Cc}]/u.test(each)))
    return undefined;
  return { field, component, repetition, escape, subcomponent };
}

/** A message whose segments are found by name, wherever they stand. */
export class Message {
  private readonly parsed: Hl7Message;
  private readonly separators: Separators;

  constructor(segments: Segments, separators: Separators) {
    const { field, component, repetition, escape, subcomponent } = separators;
    const context = new Hl7Context('\r', field, component, repetition, escape, subcomponent);
    this.parsed = new Hl7Message([...segments], context);
    this.separators = separators;
  }

  first(name: string): Hl7Segment | undefined {
    return this.parsed.getSegment(name);
  }

  all(name: string): readonly Hl7Segment[] {
    return this.parsed.getAllSegments(name);
  }

  /**
   * A component of a field's first repetition, numbered from 1 as HL7 does; empty when not there.
   */
  text(segment: Hl7Segment | undefined, field: number, component = 1): string {
    return this.clean(segment?.getField(field)?.components[0]?.[component - 1]);
  }

  /** What stands at a place of the message; empty when nothing does. */
  at(path: Hl7Path): string {
    const segment = this.all(path.segment)[path.occurrence - 1];
    const repetition = segment?.getField(path.field)?.components[path.repetition - 1];
    return this.clean(repetition?.[path.component - 1], path.subcomponent);
  }

  /** The repetitions of a field, each as its components. */
  repetitions(segment: Hl7Segment | undefined, field: number): readonly (readonly string[])[] {
    const all = segment?.getField(field)?.components ?? [];
    return all.map((components) => components.map((each) => this.clean(each)));
  }

  /** One subcomponent, from 1, without the explicit null `""` and without escapes. */
  private clean(raw: string | undefined, number = 1): string {
    if (raw === undefined) return '';
    const { escape, subcomponent } = this.separators;
    const text = raw.split(subcomponent)[number - 1]?.trim() ?? '';
    if (text === '""') return '';
    return text.includes(escape) ? this.unescape(text) : text;
  }

  /** HL7 v2.8, 2.7: the escapes that stand for one character; formatting is dropped. */
  private unescape(text: string): string {
    const { field, component, repetition, escape, subcomponent } = this.separators;
    const meaning: Readonly<Record<string, string>> = {
      F: field,
      S: component,
      R: repetition,
      E: escape,
      T: subcomponent,
    };
    return text
      .split(escape)
      .map((part, index) => (index % 2 === 0 ? part : (meaning[part] ?? '')))
      .join('');
  }
}
