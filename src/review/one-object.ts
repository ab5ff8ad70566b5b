/**
 * The one JSON object in what a model said, also between prose or in a fence. INVARIANT: two of them, half a one, or one that says a key
 * twice is no object: JSON.parse keeps the last of two `findings`, and an empty one would read as clean.
 */
export function readOneObject(text: string): unknown {
  const all = text.trim();
  const candidates = parse(all) === undefined ? objectsIn(all) : [all].filter((one) => one.startsWith('{'));
  const parsed = candidates.flatMap((candidate) => {
    const value = parse(candidate);
    return value === undefined ? [] : [{ candidate, value }];
  });
  const [only] = parsed;
  return only === undefined || parsed.length > 1 || saysTwice(only.candidate) ? undefined : only.value;
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined; // no JSON: the caller says so with a cause of its own
  }
}

/** Each stretch from a brace to the one that closes it, read once from left to right. One that never closes spoils all. */
function objectsIn(text: string): readonly string[] {
  const found: string[] = [];
  let start = -1;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (depth > 0 && letter === '"') at = endOfText(text, at);
    else if (letter === '{') {
      if (depth === 0) start = at;
      depth += 1;
    } else if (letter === '}' && depth > 0) {
      depth -= 1;
      if (depth === 0) found.push(text.slice(start, at + 1));
    }
  }
  return depth === 0 ? found : [];
}

function endOfText(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

/** Of valid JSON: does one of its objects have a key twice? */
function saysTwice(json: string): boolean {
  const open: Set<string>[] = [];
  for (let at = 0; at < json.length; at += 1) {
    const letter = json[at];
    if (letter === '{') open.push(new Set());
    else if (letter === '}') open.pop();
    else if (letter === '"') {
      const end = endOfText(json, at);
      const keys = open.at(-1);
      if (keys !== undefined && isKey(json, end + 1)) {
        const key = String(parse(json.slice(at, end + 1)));
        if (keys.has(key)) return true;
        keys.add(key);
      }
      at = end;
    }
  }
  return false;
}

function isKey(json: string, from: number): boolean {
  let at = from;
  while (/\s/.test(json[at] ?? '')) at += 1;
  return json[at] === ':';
}
