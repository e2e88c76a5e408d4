import { expect, test } from 'vitest';
import { failedWrite } from './drift-views.ts';

const written = { at: 2_000, by: 'p-1', command: 'move-visit' };
const row = { system: 'ehr', written };
const exception = { kind: 'exception', name: 'ehr.move-visit:rejected', since: 3_000 } as const;

test('a write-back that was refused is told by its own exception, and by no other', () => {
  expect(failedWrite(row, [exception])).toBe('rejected');
  expect(failedWrite({ system: 'ehr' }, [exception])).toBeUndefined();
  for (const other of [
    { ...exception, since: 1_000 },
    { ...exception, kind: 'command' } as const,
    { ...exception, name: 'ehr.cancel-visit:rejected' },
    { ...exception, name: 'pms.move-visit:rejected' },
  ]) {
    expect(failedWrite(row, [other])).toBeUndefined();
  }
});
