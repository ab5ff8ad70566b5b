import type { Node } from '../model/document.ts';
import { type Reader, readFields, readText } from './read.ts';

/** A stretch of time in a zone: weekly (`Fri 16:00`), daily (`22:00`) or dated (`2026-12-20 16:00`). */
export type Window = {
  readonly name: string;
  readonly contains: (at: number) => boolean;
  /** A dated window that lies behind us: worth a note, since it no longer guards anything. */
  readonly isOver: (at: number) => boolean;
};

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const MINUTES_PER_DAY = 24 * 60;

type Sort = 'daily' | 'weekly' | 'dated';
type Moment = { readonly sort: Sort; readonly minutes: number };

export function readWindow(reader: Reader, name: string, node: Node): Window {
  const fields = readFields(reader, node, `window ${name}`, ['from', 'to', 'zone']);
  const moment = (key: string): Moment => {
    const entry = fields.get(key);
    const found = entry === undefined ? null : parseMoment(readText(reader, entry.value, key));
    if (found === null) {
      const line = entry?.line ?? node.line;
      reader.report(line, `window ${name}: "${key}" must be like "Fri 16:00", "22:00" or "2026-12-20 16:00"`);
    }
    return found ?? { sort: 'dated', minutes: 0 };
  };
  const [from, to] = [moment('from'), moment('to')];
  if (from.sort !== to.sort) reader.report(node.line, `window ${name}: "from" and "to" must be written alike`);
  const zone = fields.get('zone');
  const wall = clockIn(zone === undefined ? 'UTC' : readText(reader, zone.value, 'zone'));
  if (wall === null)
    reader.report(zone?.line ?? node.line, `window ${name}: no time zone has this name (use Europe/Berlin)`);
  const now = (at: number): number => (wall === null ? 0 : wall(at, from.sort));
  return {
    name,
    contains: (at) => isBetween(now(at), from.minutes, to.minutes),
    isOver: (at) => from.sort === 'dated' && now(at) >= to.minutes,
  };
}

/** `from` belongs to the window and `to` does not; a weekly one may run over the end of the week. */
function isBetween(now: number, from: number, to: number): boolean {
  return from <= to ? now >= from && now < to : now >= from || now < to;
}

function parseMoment(text: string): Moment | null {
  const found = /^(?:(\d{4})-(\d\d)-(\d\d)|([a-z]{3})[a-z]*)?\s*(?:(\d{1,2}):(\d\d))?$/i.exec(text.trim());
  if (found === null || text.trim() === '') return null;
  const [, year, month, date, day, hour = '0', minute = '0'] = found;
  const clock = Number(hour) * 60 + Number(minute);
  if (Number(hour) > 24 || Number(minute) > 59) return null;
  if (year !== undefined)
    return { sort: 'dated', minutes: dateMinutes(Number(year), Number(month), Number(date)) + clock };
  if (day === undefined) return { sort: 'daily', minutes: clock };
  const index = DAYS.indexOf(day.toLowerCase());
  return index < 0 ? null : { sort: 'weekly', minutes: index * MINUTES_PER_DAY + clock };
}

function dateMinutes(year: number, month: number, date: number): number {
  return Date.UTC(year, month - 1, date) / 60_000;
}

/**
 * What a clock on the wall of that zone shows. Intl is the language's own table of zones and reads neither the clock nor
 * the environment, so this room stays pure: the same instant gives the same answer everywhere.
 */
function clockIn(zone: string): ((at: number, sort: Sort) => number) | null {
  const format = zoneFormat(zone);
  if (format === null) return null;
  return (at, sort) => {
    const parts = new Map(format.formatToParts(at).map((part) => [part.type, part.value]));
    const number = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
    const clock = number('hour') * 60 + number('minute');
    if (sort === 'daily') return clock;
    if (sort === 'dated') return dateMinutes(number('year'), number('month'), number('day')) + clock;
    return DAYS.indexOf((parts.get('weekday') ?? '').toLowerCase()) * MINUTES_PER_DAY + clock;
  };
}

function zoneFormat(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      weekday: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
  } catch (error) {
    if (error instanceof RangeError) return null; // how Intl says that it does not know the zone
    throw error;
  }
}
