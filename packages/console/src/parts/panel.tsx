/** A part of a screen with a heading. */
import { useId, type ReactNode } from 'react';

interface PanelProps {
  readonly title: ReactNode;
  readonly end?: ReactNode;
  /** The body touches the edges: a table or a list. */
  readonly flush?: boolean;
  readonly children: ReactNode;
}

export function Panel({ title, end, flush = false, children }: PanelProps) {
  const id = useId();
  return (
    <section className="panel" aria-labelledby={id}>
      <div className="panel-head">
        <h2 id={id}>{title}</h2>
        {end === undefined ? null : <div className="end">{end}</div>}
      </div>
      <div className="panel-body" data-flush={flush || undefined}>
        {children}
      </div>
    </section>
  );
}
