const MOST = 1000;

/** `{a,b}/c` and `{1..3}` as bash makes words of them, quotes left alone; null where there is nothing to do or too much. */
export function expandBraces(raw: string): readonly string[] | null {
  const found = expanded(raw, 0);
  return found === null || found.length > MOST ? null : found;
}

function expanded(raw: string, depth: number): readonly string[] | null {
  const group = depth > 20 ? null : firstGroup(raw);
  if (group === null) return [raw];
  const before = raw.slice(0, group.from);
  const after = expanded(raw.slice(group.to), depth + 1);
  const middles = group.parts.length === 1 ? rangeOf(group.parts[0] ?? '') : alternatives(group.parts, depth);
  if (after === null || middles === null || middles.length * after.length > MOST) return null;
  return middles.flatMap((middle) => after.map((rest) => `${before}${middle}${rest}`));
}

function alternatives(parts: readonly string[], depth: number): readonly string[] | null {
  const found: string[] = [];
  for (const part of parts) {
    const words = expanded(part, depth + 1);
    if (words === null || found.length + words.length > MOST) return null;
    found.push(...words);
  }
  return found;
}

type Group = { readonly from: number; readonly to: number; readonly parts: readonly string[] };

/** The first `{` that has a comma or a range in it. */
function firstGroup(raw: string): Group | null {
  for (let at = 0, tries = 0; at < raw.length && tries < 50; at++) {
    at = skipQuoted(raw, at);
    if (raw[at] !== '{' || raw[at - 1] === '$') continue;
    tries++;
    const group = groupAt(raw, at);
    if (group !== null) return group;
  }
  return null;
}

function groupAt(raw: string, from: number): Group | null {
  const parts: string[] = [];
  let depth = 0;
  let begun = from + 1;
  for (let at = from; at < raw.length; at++) {
    const quoted = skipQuoted(raw, at);
    if (quoted !== at) {
      at = quoted - 1;
      continue;
    }
    const letter = raw[at];
    if (letter === '{') depth++;
    else if (letter === ',' && depth === 1) {
      parts.push(raw.slice(begun, at));
      begun = at + 1;
    } else if (letter === '}' && --depth === 0) {
      parts.push(raw.slice(begun, at));
      const range = parts.length === 1 && rangeOf(parts[0] ?? '') === null;
      return range ? null : { from, to: at + 1, parts };
    }
  }
  return null;
}

/** Behind a quoted piece or an escaped letter that begins here; the same place where none does. */
function skipQuoted(raw: string, at: number): number {
  const letter = raw[at];
  if (letter === '\\') return at + 2;
  if (letter !== "'" && letter !== '"') return at;
  for (let end = at + 1; end < raw.length; end++) {
    if (raw[end] === '\\' && letter === '"') end++;
    else if (raw[end] === letter) return end + 1;
  }
  return raw.length;
}

function rangeOf(text: string): readonly string[] | null {
  const match = /^(-?\d{1,9}|[A-Za-z])\.\.(-?\d{1,9}|[A-Za-z])(?:\.\.(-?\d{1,9}))?$/.exec(text);
  if (match === null) return null;
  const [, first = '', last = '', by = '1'] = match;
  const letters = /[A-Za-z]/.test(first);
  if (letters !== /[A-Za-z]/.test(last)) return null;
  const from = letters ? first.charCodeAt(0) : Number(first);
  const to = letters ? last.charCodeAt(0) : Number(last);
  const step = Math.max(1, Math.abs(Number(by)));
  const many = Math.floor(Math.abs(to - from) / step) + 1;
  const wide = /^-?0\d/.test(first) ? first.length : 0;
  return Array.from({ length: Math.min(many, MOST + 1) }, (_, at) => {
    const number = from + (to >= from ? at * step : -at * step);
    return letters ? String.fromCharCode(number) : String(number).padStart(wide, '0');
  });
}
