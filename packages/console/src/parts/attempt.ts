/** Does what a person asked for at once, and says when it was refused and why. */
import { say } from './toasts.tsx';
import { t } from '../words/words.ts';

export async function attempt<T>(work: () => Promise<T>, done?: string): Promise<T | undefined> {
  try {
    const result = await work();
    if (done !== undefined) say(done);
    return result;
  } catch (error) {
    say(t('act.failed', { why: error instanceof Error ? error.message : '' }), 'bad');
    return undefined;
  }
}
