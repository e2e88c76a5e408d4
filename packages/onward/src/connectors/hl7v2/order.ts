/** Orders (ORM, OMG, OML) and referrals (REF): what is asked for, by its ids and its state. */
import { orderControls, referralPriorities, referralStatuses, refEvents } from './events.ts';
import type { Said } from './said.ts';
import type { Message } from './message.ts';
import { visitId } from './visit.ts';

/** A message with any new order places one; only one that calls all of them off cancels. */
export function mapOrder(message: Message): Said {
  const order = message.first('ORC');
  const request = message.first('OBR');
  const events = message
    .all('ORC')
    .map((each) => orderControls[message.text(each, 1)] ?? 'order.updated');
  const cancelled = events.length > 0 && events.every((each) => each === 'order.cancelled');
  const placed = events.length === 0 || events.includes('order.placed');
  return {
    event: cancelled ? 'order.cancelled' : placed ? 'order.placed' : 'order.updated',
    refs: {
      visit: visitId(message),
      order: message.text(order, 2) || message.text(request, 2),
      filler: message.text(order, 3) || message.text(request, 3),
    },
    data: {},
  };
}

export function mapReferral(message: Message, trigger: string): Said {
  const referral = message.first('RF1');
  return {
    event: refEvents[trigger] ?? 'referral.updated',
    // RF1-6, the originator's id, else the receiver's (RF1-11).
    refs: { referral: message.text(referral, 6) || message.text(referral, 11) },
    data: {
      status: referralStatuses[message.text(referral, 1)],
      priority: referralPriorities[message.text(referral, 2)],
    },
  };
}
