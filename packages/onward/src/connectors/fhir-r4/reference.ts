/**
 * References of FHIR, reduced to type and id: nothing outside ever names the host that is called.
 */

/** A resource of the system itself: `Appointment/12`. */
export interface Local {
  readonly type: string;
  readonly id: string;
}

const local = /^([A-Z][A-Za-z]{1,63})\/([A-Za-z0-9.-]{1,64})(?:\/_history\/[A-Za-z0-9.-]{1,64})?$/;

/**
 * The form of an id and of a version (R4, datatypes, id), but for `.` and `..`, which would be
 * steps of a path.
 */
export const fhirId = /^(?!\.+$)[A-Za-z0-9.-]{1,64}$/;

/**
 * Type and id of a reference that is relative, or stands under the base; a version is left aside.
 * `elsewhere`: another host or path. `none`: a contained resource or a URN, which cannot be read.
 */
export function reduce(reference: string, base: string): Local | 'elsewhere' | 'none' {
  if (reference.startsWith('#') || reference.startsWith('urn:')) return 'none';
  const under = reference.startsWith(`${base}/`) ? reference.slice(base.length + 1) : reference;
  const [, type, id] = local.exec(under) ?? [];
  if (type === undefined || id === undefined || !fhirId.test(id)) return 'elsewhere';
  return { type, id };
}

/** A reference relative to the base: the outside id of everything but a patient. */
export function outsideIdOf({ type, id }: Local): string {
  return `${type}/${id}`;
}

/** The resource that an outside id of this system names; undefined when it names none. */
export function readWritten(outside: string): Local | undefined {
  const reduced = reduce(outside, '');
  return typeof reduced === 'object' && outsideIdOf(reduced) === outside ? reduced : undefined;
}
