/** Good deliveries spoiled: cut, of a wrong type, in another encoding, with people everywhere. */
import { chartOf, sayings } from './chart.ts';
import { withoutMarks } from './encodings.ts';
import type { Person } from './people.ts';

/** Ways to spoil a body; each is signed afterwards, so that it is looked at. */
export const spoilers: Readonly<Record<string, (body: string, person: Person) => Buffer>> = {
  'cut in half': (body) => Buffer.from(body).subarray(0, body.length >> 1),
  'a person in place of the id': (body, person) =>
    Buffer.from(body.replace(/"id":"[^"]*"/, `"id":${JSON.stringify(chartOf(person))}`)),
  'a name in place of the patient': (body, person) =>
    Buffer.from(body.replaceAll(JSON.stringify(person.mrn), JSON.stringify([person.family]))),
  'names in place of types': (body, person) =>
    Buffer.from(
      body.replaceAll(/"(?:type|status|triggerEvent)":"[^"]*"/g, () => {
        return `"type":${JSON.stringify(`${person.given} ${person.family}`)}`;
      }),
    ),
  'names in place of times and numbers': (body, person) =>
    Buffer.from(
      body
        .replaceAll(/"\d{4}-\d\d-\d\dT[^"]*"/g, () => JSON.stringify(sayings(person)[0]))
        .replaceAll(/:\d+(?:\.\d+)?([,}])/g, (_all, end: string) => {
          return `:${JSON.stringify(person.family)}${end}`;
        }),
    ),
  'members named after people': (body, person) =>
    Buffer.from(body.replace(/^\{/, `{${JSON.stringify(`${person.given} ${person.family}`)}:1,`)),
  'a member twice': (body, person) =>
    Buffer.from(body.replace(/^\{/, `{"id":${JSON.stringify(person.ssn)},`)),
  'ISO-8859-1': (body) => Buffer.from(body, 'latin1'),
  'UTF-16': (body) => Buffer.from(`\uFEFF${body}`, 'utf16le'),
  'an id that names the person': (body, person) =>
    Buffer.from(body.replace(/"id":"[^"]*"/, `"id":"${idOf(person)}"`)),
  'text alone': (_body, person) => Buffer.from(sayings(person).join('\n')),
  'a list': (body, person) => Buffer.from(`[${body},${JSON.stringify(sayings(person))}]`),
  'nothing that can be read': (_body, person) =>
    Buffer.concat([Buffer.of(0xff, 0xfe, 0x00), Buffer.from(sayings(person).join('\0'))]),
};

/** As somebody would who numbers what he sends by whom it is about. */
function idOf({ family, mrn, phone }: Person): string {
  const name = withoutMarks(family)
    .replaceAll(/[^A-Za-z0-9]/g, '-')
    .slice(0, 60);
  return `v-${name}-${mrn}-${phone.slice(1)}`;
}

/** HL7 messages spoiled. */
export const hl7Spoilers: Readonly<Record<string, (message: string, person: Person) => Buffer>> = {
  'cut in half': (message) => Buffer.from(message).subarray(0, message.length >> 1),
  'a person in place of the type': (message, { family, given }) =>
    Buffer.from(message.replace(/\|[A-Z]{3}\^[A-Z]\d\d\|/, `|${family}^${given}|`)),
  'an id that names the person': (message, person) =>
    Buffer.from(message.replace(/\|[a-z0-9]+(?=\|P\|2\.5\.1)/i, `|${idOf(person)}`)),
  'a person who sends': (message, { family }) =>
    Buffer.from(message.replace('|SCHED|NORTH|', `|${family}|${family}|`)),
  'no id but a name': (message, { mrn, family }) => Buffer.from(message.replaceAll(mrn, family)),
  'a status that is a name': (message, { family }) =>
    Buffer.from(message.replaceAll(/\|(?:Booked|F|A)(?=\r|$|\|)/g, `|${family}`)),
  'times that are names': (message, { family }) =>
    Buffer.from(message.replaceAll(/\d{14}-0500/g, family)),
  'ISO-8859-1': (message) => Buffer.from(message, 'latin1'),
  'UTF-16': (message) => Buffer.from(`\uFEFF${message}`, 'utf16le'),
  'no message': (_message, person) => Buffer.from(sayings(person).join('\r')),
  'a header alone': (_message, person) =>
    Buffer.from(`MSH|^~\\&|X|X|||20261102||ADT^A01||P|2.5.1\r${sayings(person).join('\r')}`),
};
