/** What followed from an input, in words; undefined for what nobody needs told. */
import { factText } from '../../words/fact-text.ts';
import { nameOf, t, type MessageId } from '../../words/words.ts';

interface Entry {
  readonly kind: string;
  readonly [name: string]: unknown;
}

const text = (value: unknown): string => (typeof value === 'string' ? nameOf(value) : '');

type Tell = (entry: Entry) => string | undefined;

const told: Readonly<Record<string, Tell>> = {
  enrolled: () => t('entry.enrolled'),
  taken: (entry) => {
    const how = String(entry['how']);
    return how === 'handled'
      ? undefined
      : t(`entry.taken-${how}` as MessageId, { what: text(entry['what']) });
  },
  moved: (entry) => t('entry.moved', { from: text(entry['from']), to: text(entry['to']) }),
  fact: (entry) => {
    const name = text(entry['name']);
    const value = entry['value'];
    return value === null
      ? t('entry.fact-gone', { name })
      : t('entry.fact', { name, value: factText(value) });
  },
  milestone: (entry) => t('entry.milestone', { name: text(entry['milestone']) }),
  opened: (entry) => t('entry.opened', { name: text(entry['name']), owner: text(entry['owner']) }),
  closed: (entry) => t('entry.closed', { name: text(entry['name']) }),
  overdue: (entry) =>
    t('entry.overdue', { name: text(entry['name']), owner: text(entry['owner']) }),
  escalated: (entry) =>
    t('entry.escalated', { name: text(entry['name']), owner: text(entry['owner']) }),
  rescheduled: (entry) => t('entry.rescheduled', { name: text(entry['name']) }),
  'on-hold': (entry) =>
    t('entry.on-hold', { name: text(entry['name']), system: String(entry['system']) }),
  'off-hold': (entry) =>
    t('entry.off-hold', { name: text(entry['name']), system: String(entry['system']) }),
  asked: (entry) => t('entry.asked', { what: text(entry['what']) }),
  held: (entry) => t('entry.held', { what: text(entry['what']) }),
  reminder: (entry) =>
    t('entry.reminder', { what: text(entry['template']), fate: text(entry['how']).toLowerCase() }),
  consent: (entry) => t(entry['grants'] === true ? 'entry.consent-yes' : 'entry.consent-no'),
  'track-ended': (entry) =>
    t('entry.track-ended', { track: text(entry['track']), outcome: text(entry['outcome']) }),
  parked: (entry) =>
    t('entry.parked', { owner: text(entry['owner']), reason: text(entry['reason']) }),
  resumed: () => t('entry.resumed'),
  assigned: (entry) =>
    t('entry.assigned', { name: text(entry['name']), owner: text(entry['owner']) }),
  overridden: (entry) =>
    t('entry.overridden', { to: text(entry['to']), reason: text(entry['reason']) }),
  fault: (entry) => t('entry.fault', { code: String(entry['code']) }),
  ended: (entry) => t('entry.ended', { outcome: text(entry['outcome']) }),
};

export function tellEntry(entry: Entry): string | undefined {
  return told[entry.kind]?.(entry);
}

/** The system that told it; where its own name was kept as a hash, the one that its event is of. */
export function sourceName({
  type,
  source,
}: {
  readonly type: string;
  readonly source: string;
}): string {
  return source.startsWith('~') ? (type.split('.')[0] ?? source) : source;
}
