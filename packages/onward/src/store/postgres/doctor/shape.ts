/**
 * What a stored state must look like for anything to be asked of it: the engine's own question
 * (`core/whole.ts`), and what the other invariants take for granted, in SQL.
 */

/** Missing members count as wrong: a comparison with nothing is false, and stands under a `!`. */
const numbers = ['slot', 'opened', 'due', 'level'].map((name) => isA(name, 'number'));
const texts = ['kind', 'name', 'step', 'owner'].map((name) => isA(name, 'string'));
const obligation = [...numbers, ...texts, isA('overdue', 'boolean')].join(' && ');
const place = [isA('track', 'string'), isA('step', 'string')].join(' && ');
const deferred = [isA('expires', 'number'), isA('owner', 'string'), isA('event', 'object')];
const settled = [
  ...[isA('key', 'string'), isA('at', 'number'), isA('about', 'number')],
  '(!exists(@.sent) || @.sent.type() == "object")',
].join(' && ');
const rest = [isA('since', 'number'), isA('ms', 'number')].join(' && ');
const informed = [
  ...[isA('key', 'string'), isA('at', 'number'), isA('telling', 'object')],
  ...[isA('telling.template', 'string'), isA('telling.channels', 'array')],
  ...[isA('facts', 'array'), isA('stated', 'object')],
].join(' && ');

const whole = [
  isA('version', 'number', '$'),
  isA('stage', 'string', '$'),
  isA('facts', 'object', '$'),
  ...['milestones', 'places', 'obligations', 'deferred'].map((name) => isA(name, 'array', '$')),
  '$.places.size() > 0',
  '($.status == "ended" || ($.status == "open" && $.obligations.size() > 0))',
  `!exists($.places[*] ? (!(${place})))`,
  `!exists($.obligations[*] ? (!(${obligation})))`,
  `!exists($.deferred[*] ? (!(${deferred.join(' && ')})))`,
  `(!exists($.parked) || (${isA('parked', 'object', '$')} && $.parked.resting.type() == "array"
    && !exists($.parked.resting[*] ? (!(${obligation})))))`,
  `(!exists($.messages) || (${isA('messages', 'object', '$')}
    && (!exists($.messages.next) || $.messages.next.type() == "number")
    && $.messages.settled.type() == "array" && $.messages.rests.type() == "array"
    && !exists($.messages.settled[*] ? (!(${settled})))
    && !exists($.messages.rests[*] ? (!(${rest})))
    && (!exists($.messages.informs) || ($.messages.informs.type() == "array"
      && !exists($.messages.informs[*] ? (!(${informed})))))))`,
  `(!exists($.clocks) || (${isA('clocks', 'object', '$')} && $.clocks.runs.type() == "object"
    && (!exists($.clocks.next) || $.clocks.next.type() == "number")))`,
].join(' && ');

function isA(name: string, type: string, of = '@'): string {
  return `${of}.${name}.type() == "${type}"`;
}

/** A condition on rows of journeys: true for those whose state is damaged. */
export function isDamaged(row: string): string {
  return `(${row}.state ->> 'journey' is distinct from ${row}.journey or not coalesce(
        jsonb_path_match(${row}.state::jsonb, '${whole}', '{}', true), false))`;
}
