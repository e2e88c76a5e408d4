/** What is wrong with what people who work together ask for. */
import type { OnwardCode } from './errors.ts';

export const workErrorCodes: Readonly<Record<OnwardCode, string>> = {
  'ONW-DEFINITION-ABSENT': 'The program has no journey of this name.',
  'ONW-ABSENCE-ABSENT': 'There is no such absence, or it is over; list those there are.',
  'ONW-ABSENCE-SPAN': 'An absence ends before it begins, or is over already; correct its times.',
  'ONW-BULK-NO-WAY': 'No way on holds for the action where it stands; it would be an exception.',
  'ONW-BULK-NONE': 'Nothing fits what was asked for; widen the filter, or name open obligations.',
  'ONW-HANDOVER-TO': 'A hand-over goes to a team, a role or a person of the program; name one.',
  'ONW-RECOVERY-KIND': 'A defect: nobody looks after this kind of run; report it.',
  'ONW-VIEW-ABSENT': 'There is no such saved view; list those there are.',
  'ONW-VIEW-OTHERS': 'The saved view is somebody else’s; whoever saved it can remove it.',
};
