/** When messages may be sent: the hours that a program keeps, by template. */
import { openFrom } from '../calendar/index.ts';
import type { Calendar, Program } from '../language/model.ts';

/** The calendar that a template keeps to; undefined: it is sent at any time. */
export type Hours = (template: string) => Calendar | undefined;

type Keeping = Pick<Program, 'messages' | 'calendars' | 'templates'>;

const always: Hours = () => undefined;

export function hoursOf({ messages, calendars, templates }: Keeping): Hours {
  const calendar = messages === undefined ? undefined : calendars[messages.hours];
  if (messages === undefined || calendar === undefined) return always;
  return (template) => {
    const purpose = templates[template]?.purpose ?? '';
    return messages.anyTime.includes(purpose) ? undefined : calendar;
  };
}

/** The first moment from `ms` on at which a template may be sent. */
export function sendableFrom(hours: Hours, template: string, ms: number): number {
  const calendar = hours(template);
  return (calendar === undefined ? undefined : openFrom(calendar, ms)) ?? ms;
}
