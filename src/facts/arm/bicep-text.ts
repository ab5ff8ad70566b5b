const DEEPEST = 40;

/** Index behind a text that begins here: `'a ${b('c')}'`, `'''…'''`; it ends at the line's end where it is not closed. */
export function endOfText(text: string, from: number, depth = 0): number {
  if (text.startsWith("'''", from)) {
    const end = text.indexOf("'''", from + 3);
    return end === -1 ? text.length : end + 3;
  }
  let at = from + 1;
  while (at < text.length) {
    const letter = text[at];
    if (letter === "'") return at + 1;
    if (letter === '\n') return at;
    if (letter === '\\') at += 2;
    else if (letter === '$' && text[at + 1] === '{' && depth < DEEPEST) at = endOfHole(text, at + 2, depth + 1);
    else at++;
  }
  return at;
}

function endOfHole(text: string, from: number, depth: number): number {
  let open = 1;
  let at = from;
  while (at < text.length) {
    const letter = text[at];
    if (letter === '\n') return at;
    if (letter === "'") {
      at = endOfText(text, at, depth);
      continue;
    }
    if (letter === '{') open++;
    if (letter === '}') open--;
    at++;
    if (open === 0) return at;
  }
  return at;
}

/** Index behind a comment that begins here, or here. */
export function endOfComment(text: string, at: number): number {
  if (text.startsWith('//', at)) {
    const end = text.indexOf('\n', at);
    return end === -1 ? text.length : end;
  }
  if (!text.startsWith('/*', at)) return at;
  const end = text.indexOf('*/', at + 2);
  return end === -1 ? text.length : end + 2;
}

/** Over spaces and comments; over line ends too, if asked. */
export function skipBlank(text: string, from: number, overLines: boolean): number {
  let at = from;
  for (;;) {
    const letter = text[at] ?? '';
    if (letter === ' ' || letter === '\t' || letter === '\r' || letter === '\uFEFF' || (overLines && letter === '\n'))
      at++;
    else {
      const end = endOfComment(text, at);
      if (end === at) return at;
      at = end;
    }
  }
}

/** Index behind the value that begins here: up to a comma, the end of its line or of what it stands in. */
export function endOfValue(text: string, from: number): number {
  let open = 0;
  let at = from;
  while (at < text.length) {
    const letter = text[at] ?? '';
    const comment = endOfComment(text, at);
    if (comment !== at) at = comment;
    else if (letter === "'") at = endOfText(text, at);
    else if ('{[('.includes(letter)) {
      open++;
      at++;
    } else if ('}])'.includes(letter)) {
      if (open === 0) return at;
      open--;
      at++;
    } else if (open === 0 && (letter === ',' || (letter === '\n' && !goesOn(text, from, at)))) return at;
    else at++;
  }
  return at;
}

/** Index behind the bracket that closes the one that stands here. */
export function endOfGroup(text: string, from: number): number {
  let open = 0;
  let at = from;
  while (at < text.length) {
    const letter = text[at] ?? '';
    const comment = endOfComment(text, at);
    if (comment !== at) at = comment;
    else if (letter === "'") at = endOfText(text, at);
    else {
      if ('{[('.includes(letter)) open++;
      if ('}])'.includes(letter)) open--;
      at++;
      if (open <= 0) return at;
    }
  }
  return at;
}

/** `? yes` and `: no` may stand on lines of their own. */
function goesOn(text: string, from: number, at: number): boolean {
  const next = skipBlank(text, at, true);
  return /^(\?|:\s|&&|\|\||==)/.test(text.slice(next, next + 3)) && at > from;
}

/** Line numbers by index, found by halving. */
export function linesOf(text: string): (at: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (at) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}
