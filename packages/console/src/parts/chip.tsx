/** A state is a shape, a word and a colour: never a colour alone. */
import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CirclePause,
  CircleX,
  Clock3,
  OctagonAlert,
  ShieldAlert,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-react';
import type { ReactNode } from 'react';

export type Tone = 'bad' | 'warn' | 'good' | 'info' | 'hold' | 'plain';

const shapes = {
  overdue: TriangleAlert,
  failed: CircleX,
  safety: ShieldAlert,
  exception: OctagonAlert,
  warn: CircleAlert,
  good: CircleCheck,
  hold: CirclePause,
  due: Clock3,
  planned: CircleDashed,
  unknown: CircleHelp,
} as const satisfies Readonly<Record<string, LucideIcon>>;

export type Shape = keyof typeof shapes;

interface ChipProps {
  readonly tone?: Tone;
  readonly shape?: Shape;
  readonly children: ReactNode;
  readonly title?: string | undefined;
}

export function Chip({ tone = 'plain', shape, children, title }: ChipProps) {
  const Icon = shape === undefined ? undefined : shapes[shape];
  return (
    <span className="chip" data-tone={tone} title={title}>
      {Icon === undefined ? null : <Icon size={13} aria-hidden="true" />}
      {children}
    </span>
  );
}
