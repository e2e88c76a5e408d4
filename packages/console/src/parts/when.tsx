/** An instant: how long from now, and when exactly in the zone that matters. */
import { useNow } from '../app/clock.ts';
import { useSession } from '../app/session.ts';
import { fullTime, relative, shortTime } from '../words/time.ts';

interface WhenProps {
  readonly at: string;
  /** IANA; without one, the program's. */
  readonly zone?: string | undefined;
  /** `both` says the absolute time beside; `exact` only that. */
  readonly as?: 'relative' | 'both' | 'exact';
}

export function When({ at, zone, as = 'relative' }: WhenProps) {
  const now = useNow();
  const session = useSession();
  const instant = Date.parse(at);
  const inZone = zone ?? session.zone;
  const exact = shortTime(instant, inZone, now);
  return (
    <time className="when" dateTime={at} title={fullTime(instant, inZone)}>
      <span>{as === 'exact' ? exact : relative(instant, now)}</span>
      {as === 'both' ? <small> · {exact}</small> : null}
    </time>
  );
}
