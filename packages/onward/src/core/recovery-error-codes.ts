/** Why an item of recovery cannot be taken, what came of one that was, and why no merge is. */
import type { OnwardCode } from './errors.ts';

export const recoveryErrorCodes: Readonly<Record<OnwardCode, string>> = {
  'ONW-CAUSE-ABSENT': 'Nothing has this cause any more; read the causes again.',
  'ONW-CORRECTION-ENTRY': 'That entry is no event that could be of another journey; name one.',
  'ONW-CORRECTION-UNTAKEN': 'The right journey did not take the event; look at where it stands.',
  'ONW-MERGE-ABSENT': 'There is no such merge; list those there are.',
  'ONW-MERGE-CELLS': 'The two are kept in different cells, over which nothing is moved.',
  'ONW-MERGE-CLOSE': 'A journey that stands twice has no such end; name one of its ends.',
  'ONW-MERGE-LATER': 'One of the two was merged again since; take the later merge back first.',
  'ONW-MERGE-MOVED': 'It is not what was seen any more; preview it again.',
  'ONW-MERGE-PROPOSED':
    'A system says that two people are one; merge them, or leave it for a reason.',
  'ONW-MERGE-SAME': 'Both journeys are of the same person already.',
  'ONW-MERGE-UNDONE': 'The merge was taken back already.',
  'ONW-RECOVERY-ABSENT': 'There is no such preview or run; an old preview is removed.',
  'ONW-RECOVERY-ACT': 'The cause does not allow this act; take one of those it lists.',
  'ONW-RECOVERY-ACTOR': 'A run needs somebody who answers for it; say who with --actor.',
  'ONW-RECOVERY-EXHAUSTED': 'It was sent once more and its system did not take it; try it later.',
  'ONW-RECOVERY-FAILED': 'What was done did not help; look at the journey.',
  'ONW-RECOVERY-GIVEN-UP': 'Its system has it no more, or it was refused too often; ask them.',
  'ONW-RECOVERY-GONE': 'It is not set aside any more; read the list again.',
  'ONW-RECOVERY-MOVED': 'It has moved on since it was previewed; preview it again.',
  'ONW-RECOVERY-NO-EVENT': 'What broke the step was no event; move the journey, or leave it.',
  'ONW-RECOVERY-NO-LOOK-UP': 'Its system cannot be asked how it stands; look there by hand.',
  'ONW-RECOVERY-NO-ORDER': 'The journal does not hold the order; ask for it in its own system.',
  'ONW-RECOVERY-OTHERS': 'Its refs belong to somebody else; merge the two if they are one.',
  'ONW-RECOVERY-OVERTAKEN': 'Somebody else has changed it meanwhile; look whether it is done.',
  'ONW-RECOVERY-REJECTED': 'It was sent once more and its system refused it; mend what it says.',
  'ONW-RECOVERY-RESTING': 'Its system was asked a moment ago; ask again in some minutes.',
  'ONW-RECOVERY-RESTORED':
    'It may have been done in what a restored backup has lost; look in its system first.',
  'ONW-RECOVERY-STILL-BROKEN': 'It breaks the step where the journey stands now; move it first.',
  'ONW-RECOVERY-TOKEN': 'There is no such preview, or it is older than an hour; preview it again.',
  'ONW-RECOVERY-UNDER-WAY': 'The order is on its way once more already; wait for its answer.',
  'ONW-RECOVERY-UNKNOWN':
    'It was sent once more, and nobody knows whether it was done; look in its system.',
  'ONW-RECOVERY-UNSAFE':
    'Nobody knows whether it was done, and its system may do it twice; look there first.',
  'ONW-RECOVERY-UNVERIFIED':
    'It was done once more, and its system still does not show it; look there by hand.',
  'ONW-RECOVERY-WITH': 'An act needs a reason, an owner, a step or a journey; name it.',
  'ONW-UNMATCHED-CLOSED': 'It is not among what belongs nowhere any more; read the list again.',

  'ONW-HEARTBEAT': 'The heartbeat could not be written or sent; check --heartbeat and its address.',
  'ONW-LOOP-STILL':
    'Something that this process does by and by has stopped; see `onward watchdogs`, restart it.',
  'ONW-DRILL-SILENT': 'A detector did not fire when it was tripped on purpose; look at the log.',
  // Systems that are out.
  'ONW-HOLD-ABSENT': 'There is no such open hold; see `onward hold list`.',
  'ONW-HOLD-WORDS': 'A hold is set without a person or a reason; give --actor and --reason.',
  'ONW-HOLD-SPAN': 'A hold is looked at again within 30 days; give a time to come within them.',
  // Comparing systems with what is believed.
  'ONW-LIST-LOST': 'The place in the list is no longer known; the list is read from its beginning.',
  'ONW-LOOKUP-UNKNOWN': 'The program has no such look-up; name a system and one of its look-ups.',
  'ONW-RECONCILE-ABSENT': 'There is no such reconciliation.',
  'ONW-RECONCILE-UNDERWAY': 'The look-up is being compared already; wait until that has ended.',
  'ONW-DRIFT-ABSENT': 'There is no such drift.',
  'ONW-DRIFT-CLOSED': 'The drift is closed; list the open ones.',
  'ONW-DRIFT-NO-WRITE': 'No command of the program writes this back; put it right in the system.',
  'ONW-DRIFT-WRITTEN': 'It is being written back already; wait until the system shows it.',
  'ONW-DRIFT-NOTHING': 'The system has nothing that could be applied; find out, and dismiss it.',
};
