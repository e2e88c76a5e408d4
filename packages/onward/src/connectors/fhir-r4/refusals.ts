/** What is refused in several places of this connector, in the same words. */
import type { Refusal } from '../refusal.ts';
import { refusal } from '../refusal.ts';

/** A reference of another server. */
export function otherBase(): Refusal {
  const message =
    'A reference leads to another server than the one in the settings, and is not followed.';
  return refusal('ONW-FHIR-REFERENCE', message);
}

/** Read, and not found. */
export function gone(): Refusal {
  const message = 'The resource is no longer there, or not yet; fetch it again, or ignore this.';
  return refusal('ONW-FHIR-GONE', message);
}

/** What the EHR keeps from us: no reason to hold up what it does not. */
export function forbidden(): Refusal {
  const message =
    'The EHR does not let us read the resource; widen the scopes, then fetch it again.';
  return refusal('ONW-OUT-CREDENTIALS', message);
}
