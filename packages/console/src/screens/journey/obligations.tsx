/** What must happen next: each obligation with its owner, its window and what can be done. */
import type { Obligation } from '../../../../onward/src/api/index.ts';
import type { Act } from '../../parts/acts.tsx';
import { Button } from '../../parts/button.tsx';
import { Chip } from '../../parts/chip.tsx';
import { When } from '../../parts/when.tsx';
import { nameOf, t } from '../../words/words.ts';
import { Reveal } from './reveal.tsx';

interface ObligationsProps {
  readonly obligations: readonly Obligation[];
  readonly zone: string;
  /** Undefined where it is only looked back at. */
  readonly onAct: ((place: number, act: Act) => void) | undefined;
}

export function Obligations({ obligations, zone, onAct }: ObligationsProps) {
  if (obligations.length === 0) return null;
  return (
    <ul className="obligations">
      {obligations.map((obligation, place) => (
        <li key={obligation.id} className="obligation">
          <div className="obligation-what">
            <p>
              <strong>{nameOf(obligation.name)}</strong>{' '}
              <span className="soft">{t(`kind.${obligation.kind}`)}</span>
            </p>
            {obligations.length === 1 ? null : <p className="small soft">{obligation.sentence}</p>}
            <p className="small soft">
              {t('journey.if-nothing-is', { what: obligation.ifNothing })}
            </p>
          </div>
          <div className="stack tight">
            <State obligation={obligation} />
            <span className="small">
              <When at={obligation.due} zone={zone} as="both" />
            </span>
            <span className="small soft">{nameOf(obligation.owner)}</span>
          </div>
          {onAct === undefined ? null : (
            <div className="row obligation-acts">
              {obligation.actions.length === 0 ? null : (
                <Button
                  kind={place === 0 ? 'primary' : undefined}
                  onPress={() => onAct(place, 'do')}
                >
                  {obligation.actions.length === 1
                    ? nameOf(obligation.actions[0]?.name ?? '')
                    : t('act.do')}
                </Button>
              )}
              <Button onPress={() => onAct(place, 'assign')}>{t('act.assign')}</Button>
              <Button onPress={() => onAct(place, 'park')}>{t('act.park')}</Button>
              <Reveal obligation={obligation.id} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

function State({ obligation }: { readonly obligation: Obligation }) {
  const { onHold, overdue, level } = obligation;
  if (onHold !== null) {
    return (
      <Chip tone="hold" shape="hold">
        {t('work.held', { system: onHold.system })}
      </Chip>
    );
  }
  if (overdue) {
    return (
      <Chip tone="bad" shape="overdue">
        {t('why.overdue')}
      </Chip>
    );
  }
  return (
    <Chip tone={level > 0 ? 'warn' : 'plain'} shape={level > 0 ? 'warn' : 'due'}>
      {level > 0 ? t('why.level', { level }) : t('why.due')}
    </Chip>
  );
}
