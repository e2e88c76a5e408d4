/**
 * Counts dates as days since 1970-01-01, so that walking through a calendar is plain arithmetic.
 */

/** 0 is Monday. 1970-01-01 was a Thursday. */
export function weekDayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** `YYYY-MM-DD` in the proleptic Gregorian calendar (H. Hinnant, "civil_from_days"). */
export function dateOf(day: number): string {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const year = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) /
      365,
  );
  const ofYear = ofEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const month = Math.floor((5 * ofYear + 2) / 153);
  const date = ofYear - Math.floor((153 * month + 2) / 5) + 1;
  const civil = month < 10 ? month + 3 : month - 9;
  return `${year + era * 400 + (civil <= 2 ? 1 : 0)}-${pad(civil)}-${pad(date)}`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
