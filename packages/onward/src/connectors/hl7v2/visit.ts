/** The visit that a message is about. */
import type { Message } from './message.ts';

/** PV1-19, the visit number; empty when there is none. */
export function visitId(message: Message): string {
  return message.text(message.first('PV1'), 19);
}
