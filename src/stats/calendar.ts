const DAYS_OF_ERA = 146_097; // 400 years
const TO_MARCH_OF_YEAR_0 = 719_468;

/** `2026-01-15` of a day counted from 1970: the civil calendar as arithmetic, since a pure room has no `Date`. */
export function dayName(day: number): string {
  const shifted = day + TO_MARCH_OF_YEAR_0;
  const era = Math.floor(shifted / DAYS_OF_ERA);
  const dayOfEra = shifted - era * DAYS_OF_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  // years begin in March here, so that the leap day is the last one
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const dayOfMonth = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return [String(year).padStart(4, '0'), two(month), two(dayOfMonth)].join('-');
}

/** The Monday on or before a day: 1970 began on a Thursday. */
export function mondayOf(day: number): number {
  return day - ((((day + 3) % 7) + 7) % 7);
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}
