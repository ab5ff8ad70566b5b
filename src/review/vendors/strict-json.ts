/** JSON that says one thing: of a key that stands twice in an object nobody knows which one is meant. */
export type StrictJson =
  | { readonly kind: 'read'; readonly value: unknown }
  | { readonly kind: 'garbled'; readonly why: string };

export function readStrictJson(text: string): StrictJson {
  if (text.trim() === '') return { kind: 'garbled', why: 'an empty answer' };
  try {
    const value: unknown = JSON.parse(text);
    const twice = keyTwice(text);
    return twice === null ? { kind: 'read', value } : { kind: 'garbled', why: `the key ${twice.slice(0, 60)} twice` };
  } catch {
    return { kind: 'garbled', why: /^\s*</.test(text) ? 'an HTML page instead of JSON' : 'an answer that is no JSON' };
  }
}

/** The text has been parsed: a string before a colon is a key. */
function keyTwice(text: string): string | null {
  const objects: Set<string>[] = [];
  let last = '';
  for (let at = 0; at < text.length; at += 1) {
    const one = text[at];
    if (one === '{') objects.push(new Set());
    else if (one === '}') objects.pop();
    else if (one === '"') {
      const end = endOfString(text, at);
      last = text.slice(at, end + 1);
      at = end;
    } else if (one === ':') {
      const key = last.includes('\\') ? JSON.stringify(JSON.parse(last)) : last;
      const keys = objects.at(-1);
      if (keys?.has(key) === true) return key;
      keys?.add(key);
    }
  }
  return null;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}
