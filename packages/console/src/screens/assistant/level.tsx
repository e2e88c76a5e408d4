/** How urgent something was read to be. */
import { Chip, type Shape, type Tone } from '../../parts/chip.tsx';
import { t } from '../../words/words.ts';

export const levels = ['emergency', 'review-now', 'soon', 'routine', 'admin'] as const;
export type Level = (typeof levels)[number];

const looks = {
  emergency: ['bad', 'safety'],
  'review-now': ['bad', 'overdue'],
  soon: ['warn', 'warn'],
  routine: ['plain', 'due'],
  admin: ['plain', 'planned'],
} as const satisfies Readonly<Record<Level, readonly [Tone, Shape]>>;

export function LevelChip({ level }: { readonly level: Level }) {
  const [tone, shape] = looks[level];
  return (
    <Chip tone={tone} shape={shape}>
      {t(`level.${level}`)}
    </Chip>
  );
}
