/** `?`: what the keyboard does. */
import { Dialog } from '../parts/dialog.tsx';
import { t, type MessageId } from '../words/words.ts';

const sheet: readonly (readonly [keys: readonly string[], does: MessageId])[] = [
  [['⌘K', '/'], 'keys.palette'],
  [['j', 'k'], 'keys.move'],
  [['Enter'], 'keys.open'],
  [['x'], 'keys.select'],
  [['⇧x'], 'keys.select-range'],
  [['e'], 'keys.act'],
  [['a'], 'keys.assign'],
  [['h'], 'keys.hand-over'],
  [['s'], 'keys.snooze'],
  [['z'], 'keys.undo'],
  [['r'], 'keys.show'],
  [['?'], 'keys.help'],
];

export function HelpSheet({
  isOpen,
  onClose,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}) {
  return (
    <Dialog title={t('keys.title')} isOpen={isOpen} onClose={onClose}>
      <dl className="facts">
        {sheet.map(([keys, does]) => (
          <div key={does} style={{ display: 'contents' }}>
            <dt className="row">
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(does)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
