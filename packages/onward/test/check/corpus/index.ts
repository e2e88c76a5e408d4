/** Sound programs: every property of every journey of theirs holds, so a refutation is a fault. */
import type { Program } from '../../../src/core/index.ts';
import * as depends from './depends.ts';
import * as events from './events.ts';
import * as guards from './guards.ts';
import * as heldTracks from './held-tracks.ts';
import * as lines from './lines.ts';
import * as sharedTracks from './shared-tracks.ts';
import * as tracks from './tracks.ts';
import * as undo from './undo.ts';
import * as waiting from './waiting.ts';

/** One sound program. */
export interface SoundProgram {
  readonly name: string;
  readonly program: Program;
  /** The shape it stands for. */
  readonly about: string;
}

const about: readonly (readonly [Program, string])[] = [
  [lines.linear, 'one line, events first and a person where they stay away'],
  [lines.countedReminders, 'a loop of messages bounded by a counter'],
  [lines.retriedCheck, 'a loop of failed commands bounded by a counter'],
  [lines.humanLoop, 'a loop that a person decides on each time'],
  [lines.monthlySupply, 'a loop without an end of its own that reaches a milestone each time'],
  [lines.missedVisits, 'a loop whose counter is checked elsewhere than it is counted up'],
  [lines.severalEnrolments, 'three ways to begin, guarded, with other facts'],
  [waiting.ladderOfOne, 'a ladder of one accountable rung'],
  [waiting.ladderOfTwo, 'a ladder from a team to a role'],
  [waiting.ladderOfThree, 'a ladder of three rungs in working time'],
  [waiting.ladderThenPark, 'a ladder, then held until somebody reviews it'],
  [waiting.lookUp, 'the system is asked before a person is'],
  [waiting.parkedWhenOverdue, 'a deadline that parks the journey'],
  [waiting.heldOnPurpose, 'a park that is a step with actions'],
  [waiting.beforeTheVisit, 'waits until a fact that an event moves, with a command in passing'],
  [waiting.twoZones, 'night shifts and office hours in two zones, with holidays'],
  [guards.instants, 'guards on an instant from now on'],
  [guards.counts, 'guards on a count, each way of comparing'],
  [guards.groups, 'guards made of all, any, not and known, decided in two steps'],
  [guards.codeList, 'guards on values of a code list'],
  [guards.formGuards, 'guards on what an event brings, or does not bring'],
  [guards.durations, 'guards on a duration that a person states'],
  [guards.fixedDay, 'guards on an instant against a day of the calendar'],
  [tracks.joinAll, 'two lines that both must end'],
  [tracks.joinAny, 'two lines of which the first to end decides'],
  [tracks.twoOfThree, 'a vote: two of three lines, and a veto'],
  [tracks.oneLeadsOut, 'a line that leads away from the other, where a command may be unanswered'],
  [sharedTracks.sharedFact, 'lines that share a fact, and guards on it'],
  [sharedTracks.sameEvent, 'two lines that hear the same event'],
  [sharedTracks.fourLines, 'four lines that share nothing'],
  [sharedTracks.orderBeside, 'a command that must be answered beside a letter'],
  [heldTracks.parkInATrack, 'a line whose deadline parks the whole journey'],
  [heldTracks.dependsInATrack, 'a line that waits for another journey, beside work of its own'],
  [heldTracks.keptInATrack, 'a line that keeps an event for its next step'],
  [depends.onMilestone, 'waits for a milestone of another journey'],
  [depends.onEnd, 'waits for the end of another journey, in each of its ways'],
  [depends.onEachOther, 'two journeys that wait for each other, both with deadlines'],
  [events.keptAtAStep, 'an event kept for the next step'],
  [events.keptInAStage, 'an event kept for the next stage'],
  [events.leavesFromAnywhere, 'an event that ends the journey from anywhere'],
  [events.plannedException, 'events that the program makes exceptions'],
  [events.twoChannels, 'messages over two channels, read and confirmed'],
  [events.answeredInTime, 'a command whose answer decides'],
  [events.leftByDeadline, 'a command that is left when its deadline passes'],
  [undo.undoOne, 'one command that is undone when the patient gives up'],
  [undo.undoTwo, 'two commands, undone as far as they were asked for'],
];

/** The corpus, each program with the shape it stands for. */
export const corpus: readonly SoundProgram[] = about.map(([program, says]) => {
  return { name: program.program, program, about: says };
});
