/** What the edge puts in from a conversation, as FHIR: sections of a note, answers to a form. */
import type { Json, PaperLine, Papers } from '../../core/index.ts';
import { isObject } from './json.ts';
import type { JsonObject } from './json.ts';

/** The spans that a sentence quotes; they count in the conversation, which stays at the edge. */
const spanUrl = 'https://onward.health/fhir/StructureDefinition/quoted-span';

/** What a sentence says, as codes: each with the sentence and whether it is denied in it. */
const findingUrl = 'https://onward.health/fhir/StructureDefinition/finding';

/** Plain text as FHIR's narrative, which is XHTML. */
export function narrative(value: Json): JsonObject {
  return xhtml(escaped(typeof value === 'string' ? value : ''));
}

function xhtml(inside: string): JsonObject {
  return {
    status: 'additional',
    div: `<div xmlns="http://www.w3.org/1999/xhtml">${inside}</div>`,
  };
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** The paper of a kind as a value that a member places. */
export function paperValue(papers: Papers | undefined, of: 'note' | 'form'): Json | undefined {
  if (papers === undefined) return undefined;
  if (of === 'form') return papers.form as Json | undefined;
  return { note: papers.note as unknown as Json };
}

const nothingStated = 'Nothing that was written is of a kind that a draft states.';

/** The note of a DocumentReference as one plain text, a sentence a line. */
export function attachment(value: Json): JsonObject {
  const { note } = value as unknown as Pick<Papers, 'note'>;
  const parts = note.map(({ title, lines }) =>
    [title, ...lines.map(({ text }) => text)].join('\n'),
  );
  const text = parts.length === 0 ? nothingStated : parts.join('\n\n');
  const data = Buffer.from(`${text}\n`).toString('base64');
  return { content: [{ attachment: { contentType: 'text/plain; charset=utf-8', data } }] };
}

/** Sections of a Composition; each sentence with the spans that it quotes. */
export function sections(value: Json): JsonObject {
  const { note } = value as unknown as Pick<Papers, 'note'>;
  if (note.length === 0) {
    const text = xhtml(`<p>${nothingStated}</p>`);
    return { section: [{ title: 'Conversation', text }] };
  }
  return {
    section: note.map(({ title, lines }) => ({
      extension: lines.flatMap(extensionsOf),
      title,
      text: xhtml(lines.map(({ text }) => `<p>${escaped(text)}</p>`).join('')),
    })),
  };
}

function extensionsOf({ spans, findings = [] }: PaperLine, line: number): readonly JsonObject[] {
  const sentence = { url: 'sentence', valueInteger: line };
  return [
    ...spans.map((span) => ({
      url: spanUrl,
      extension: [
        sentence,
        { url: 'message', valueInteger: span.message },
        { url: 'start', valueInteger: span.start },
        { url: 'end', valueInteger: span.end },
      ],
    })),
    ...findings.map(({ system, code, isDenied }) => ({
      url: findingUrl,
      extension: [
        sentence,
        { url: 'denied', valueBoolean: isDenied },
        { url: 'code', valueCoding: { system, code } },
      ],
    })),
  ];
}

/** Items of a QuestionnaireResponse. */
export function answers(value: Json): JsonObject {
  const form = value as unknown as NonNullable<Papers['form']>;
  return {
    ...(form.questionnaire === undefined ? {} : { questionnaire: form.questionnaire }),
    item: form.answers.map(({ linkId, text, value: given }) => ({
      linkId,
      ...(text === '' ? {} : { text }),
      answer: [isObject(given) ? given : {}],
    })),
  };
}
