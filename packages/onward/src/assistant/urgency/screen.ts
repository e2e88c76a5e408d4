/**
 * The urgency screen: the first thing that happens to a conversation. Each layer says how urgent it
 * is, and the highest word wins: no layer, and nothing that is added to a message, lowers another.
 */
import { isSoNow, type Annotation, type Doc, type Span } from '../document/doc.ts';
import { patternOf } from '../document/pattern.ts';
import { languageOf } from '../language/detect.ts';
import type { Lexicon } from '../lexicon/find.ts';
import { evidenceOf, supportOf, type Evidence } from './condition.ts';
import { higher, type Level } from './level.ts';
import { rulesVersion, type Rule } from './rules.ts';
import { tellingOf, type Telling } from './texts.ts';

/** Why a layer thinks it urgent. */
export interface Reason {
  readonly layer:
    | 'rule'
    | 'unresolved'
    | 'language'
    | 'classifier'
    | 'neighbour'
    | 'upgrade'
    | 'failure';
  /** The rule, or what the layer calls it. */
  readonly id: string;
  readonly about: string;
  readonly level: Level;
  readonly spans: readonly Span[];
  readonly confidence: number;
  readonly version: string;
  readonly source?: Rule['source'];
}

export interface Urgency {
  readonly level: Level;
  readonly confidence: number;
  readonly reasons: readonly Reason[];
  /** Which fixed text is told; absent where nothing needs to be told at once. */
  readonly telling?: Telling;
  /** By when a person must have read it; absent where it is read in its turn. */
  readonly readByMs?: number;
}

/** What another layer says: the classifier's, or a larger model's. It can only raise. */
export type Opinion = Omit<Reason, 'spans'> & { readonly spans?: readonly Span[] };

export interface Screening {
  readonly lexicon: Lexicon;
  readonly rules: readonly Rule[];
  readonly opinions?: readonly Opinion[];
  /** Stages that broke before: what they would have found is unknown. */
  readonly broken?: readonly string[];
}

/** How long a conversation is looked back over: what was said some days ago still counts. */
const lookBackMs = 3 * 24 * 3_600_000;
const minuteMs = 60_000;
const readWithinMs: Readonly<Partial<Record<Level, number>>> = {
  emergency: 2 * minuteMs,
  'review-now': 10 * minuteMs,
  soon: 8 * 60 * minuteMs,
};

export function screen(doc: Doc, screening: Screening): Urgency {
  const reasons: Reason[] = [];
  for (const layer of [byRules, byRemainder, byLanguage]) {
    try {
      reasons.push(...layer(doc, screening));
    } catch {
      reasons.push(failure(layer.name));
    }
  }
  reasons.push(...(screening.broken ?? []).map(failure));
  reasons.push(...(screening.opinions ?? []).map((each) => ({ ...each, spans: each.spans ?? [] })));
  return urgencyOf(doc, reasons);
}

function urgencyOf(doc: Doc, reasons: readonly Reason[]): Urgency {
  const level = reasons.reduce<Level>((so, each) => higher(so, each.level), 'admin');
  const telling = reasons.filter((each) => each.level === level);
  const confidence = telling.reduce((most, each) => Math.max(most, each.confidence), 0.5);
  const within = readWithinMs[level];
  const said = tellingFor(level, telling);
  return {
    level,
    confidence,
    reasons: reasons.toSorted((a, b) => b.confidence - a.confidence),
    ...(said === undefined ? {} : { telling: said }),
    ...(within === undefined ? {} : { readByMs: doc.nowMs + within }),
  };
}

function tellingFor(level: Level, reasons: readonly Reason[]): Telling | undefined {
  if (level === 'emergency') return tellingOf(reasons.map(({ about }) => about));
  if (level === 'review-now') return 'person-now';
  return level === 'soon' ? 'person' : undefined;
}

/** What broke is unknown: it is read now, never less. */
export function failure(stage: string): Reason {
  return {
    layer: 'failure',
    id: stage,
    about: 'failure',
    level: 'review-now',
    spans: [],
    confidence: 1,
    version: '1',
  };
}

/** What the person, or whoever speaks for them, said of late. Our own words are no evidence. */
function heard(doc: Doc): readonly Annotation[] {
  return doc.annotations.filter(({ span }) => {
    const message = doc.utterances[span.message]?.message;
    return message?.who === 'person' && message.atMs >= doc.nowMs - lookBackMs;
  });
}

const groupsIn = ({ entries }: Lexicon, concept: string): string =>
  entries.get(concept)?.group ?? '';

function evidence(doc: Doc, { lexicon }: Screening): Evidence {
  return evidenceOf(heard(doc), (concept) => groupsIn(lexicon, concept));
}

function byRules(doc: Doc, screening: Screening): readonly Reason[] {
  const found = evidence(doc, screening);
  return screening.rules.flatMap(({ id, about, level, when, source }): readonly Reason[] => {
    const support = supportOf(when, found);
    if (support === undefined) return [];
    const confidence = support.reduce((least, each) => Math.min(least, each.confidence), 1);
    const spans = support.map(({ span }) => span);
    const version = rulesVersion;
    return [{ layer: 'rule', id, about, level, spans, confidence, version, source }];
  });
}

/** Whoever says one of these beside a complaint is read now, whether it was understood or not. */
const dangers = ['danger', 'help-now', 'severe', 'worsening', 'doom', 'very-unwell'];
const groupsOfIllness = new Set(['symptom', 'crisis', 'exposure', 'complaint']);

function byRemainder(doc: Doc, screening: Screening): readonly Reason[] {
  const found = evidence(doc, screening);
  const now = [...found.concepts.values()].flat().filter(({ status }) => isSoNow(status));
  const ill = now.filter(({ concept }) =>
    groupsOfIllness.has(groupsIn(screening.lexicon, concept)),
  );
  const alarming = now.filter(({ concept }) => dangers.includes(concept));
  const isCalled = now.some(({ concept }) => concept === 'help-now');
  const symptoms = ill.filter(({ concept }) => groupsIn(screening.lexicon, concept) === 'symptom');
  const one = (id: string, level: Level, from: readonly Annotation[]): Reason => ({
    layer: 'unresolved',
    id,
    about: 'unresolved',
    level,
    spans: from.map(({ span }) => span),
    confidence: 0.6,
    version: rulesVersion,
  });
  if (symptoms.length > 0 && (alarming.length > 0 || isCalled)) {
    return [one('danger-words', 'review-now', [...symptoms, ...alarming])];
  }
  if (isCry(doc)) return [one('cry', 'review-now', alarming)];
  if (ill.length > 0) return [one('complaint', 'soon', ill)];
  return alarming.length > 0 ? [one('worry', 'soon', alarming)] : [];
}

const cry = patternOf(
  String.raw`
  ^(?:please |hello |hi |oh god )*(?:help|(?:i )?need help|sos|emergency|ambulance|999|911)
  (?: please| now| me| help| quick\w*| urgently| fast| someone)*$
`,
  '',
);

/** "Help me", and nothing else: nobody knows with what. */
function isCry({ utterances }: Doc): boolean {
  return utterances.some(
    ({ message, tokens, sentences }) =>
      message.who === 'person' &&
      sentences.some(({ from, to }) => {
        const words = tokens.slice(from, to).filter(({ kind }) => kind !== 'mark');
        return cry.test(words.map(({ word }) => word).join(' '));
      }),
  );
}

function byLanguage(doc: Doc): readonly Reason[] {
  return doc.utterances.flatMap(({ message }): readonly Reason[] => {
    if (message.who !== 'person') return [];
    const language = languageOf(message.text);
    if (language.isEnglish && !language.isAlarming) return [];
    const level = language.isAlarming ? 'review-now' : 'soon';
    return [{ ...failure('language'), layer: 'language', about: language.code, level }];
  });
}
