/** What is wrong with what people who work together ask for. */
import type { OnwardCode } from './errors.ts';

export const workErrorCodes: Readonly<Record<OnwardCode, string>> = {
  'ONW-BULK-NO-WAY': 'No way on holds for the action where it stands; it would be an exception.',
  'ONW-BULK-NONE': 'Nothing fits what was asked for; widen the filter, or name open obligations.',
  'ONW-RECOVERY-KIND': 'A defect: nobody looks after this kind of run; report it.',
  'ONW-VIEW-ABSENT': 'There is no such saved view; list those there are.',
  'ONW-VIEW-OTHERS': 'The saved view is somebody else’s; whoever saved it can remove it.',
};
