/**
 * One obligation as it is worked through: what it is, whose, until when, and why it stands here.
 */
import { Eye } from 'lucide-react';
import type { QueueRow } from '../../../onward/src/api/index.ts';
import { useMe } from '../app/session.ts';
import { lasting } from '../words/time.ts';
import { nameOf, t } from '../words/words.ts';
import { Chip, type Shape, type Tone } from './chip.tsx';
import { When } from './when.tsx';

const reasons = {
  safety: ['bad', 'safety'],
  exception: ['warn', 'exception'],
  escalated: ['warn', 'warn'],
  overdue: ['bad', 'overdue'],
  due: ['plain', 'due'],
} as const satisfies Readonly<Record<QueueRow['why']['kind'], readonly [Tone, Shape]>>;

export function WorkRow({ row }: { readonly row: QueueRow }) {
  const { why, onHold } = row;
  const [tone, shape] = reasons[why.kind];
  const head =
    why.headStartMs > 0 ? t('why.head-start', { span: lasting(why.headStartMs) }) : undefined;
  return (
    <div className="work">
      <div>
        <p className="work-sentence">{titleOf(row)}</p>
        {row.ifNothing === null ? null : (
          <p className="work-more">{t('journey.if-nothing-is', { what: row.ifNothing })}</p>
        )}
        <p className="work-under">
          <span className="mono">{row.journey}</span>
          <span>{nameOf(row.journeyName)}</span>
          <span>{nameOf(row.stage)}</span>
          <span>
            {t('work.since')} <When at={row.since} zone={row.zone} as="both" />
          </span>
          <Presence row={row} />
        </p>
      </div>
      <div className="work-due">
        {onHold === null ? <Due row={row} /> : <Held row={row} system={onHold.system} />}
      </div>
      <div className="work-why">
        {onHold === null ? (
          <Chip tone={tone} shape={shape} title={head}>
            {t(`why.${why.kind}`)}
          </Chip>
        ) : null}
        {row.level > 0 && why.kind !== 'escalated' ? (
          <Chip tone="warn">{t('why.level', { level: row.level })}</Chip>
        ) : null}
        {head === undefined ? null : <span className="tiny soft">{head}</span>}
      </div>
      <span className="small">{nameOf(row.owner)}</span>
    </div>
  );
}

/** A task by its name; what waits, by what it waits for: a name begins with its system. */
function titleOf({ kind, name, waitingFor, from }: QueueRow): string {
  if (kind === 'task' || kind === 'exception' || kind === 'ad-hoc') return nameOf(name);
  const what = waitingFor ?? name;
  return from === null || what.startsWith(`${from}.`)
    ? t('work.waits', { what: nameOf(what) })
    : t('work.waits-from', { what: nameOf(what), from: nameOf(from) });
}

function Due({ row }: { readonly row: QueueRow }) {
  return (
    <>
      <strong>
        <When at={row.due} zone={row.zone} />
      </strong>
      <span className="tiny soft">
        <When at={row.due} zone={row.zone} as="exact" />
      </span>
    </>
  );
}

function Held({ row, system }: { readonly row: QueueRow; readonly system: string }) {
  return (
    <>
      <Chip tone="hold" shape="hold">
        {t('work.held', { system })}
      </Chip>
      <span className="tiny soft">
        {t('work.review')} <When at={row.due} zone={row.zone} as="both" />
      </span>
    </>
  );
}

function Presence({ row }: { readonly row: QueueRow }) {
  const { actor } = useMe();
  const others = row.presence.filter((each) => each.actor !== actor);
  if (others.length === 0) return null;
  return (
    <span className="present">
      <Eye size={13} aria-hidden="true" />
      {t('work.on-it', { who: others.map((each) => each.actor).join(', ') })}
    </span>
  );
}
