/** `*.txt` against a name, as the shell does it, in the product of the two lengths; a bracket is one of its letters. */
export function matches(pattern: string, text: string): boolean {
  const tokens = tokensOf(pattern);
  let reached = Array.from({ length: text.length + 1 }, () => false);
  reached[0] = true;
  for (const token of tokens) {
    const next = Array.from({ length: text.length + 1 }, () => false);
    if (token === 'star') {
      let open = false;
      for (let at = 0; at <= text.length; at++) {
        open ||= reached[at] === true;
        next[at] = open;
      }
    } else {
      for (let at = 0; at < text.length; at++) if (reached[at] === true && token(text[at] ?? '')) next[at + 1] = true;
    }
    reached = next;
  }
  return reached[text.length] === true;
}

/** What is too long to be worth a look. */
export function isSmall(pattern: string, text: string): boolean {
  return pattern.length <= 200 && text.length <= 2000;
}

/** What `${x#p}`, `${x##p}`, `${x%p}` and `${x%%p}` leave; the text itself where nothing fits. */
export function without(text: string, pattern: string, operator: string): string {
  const lengths = Array.from({ length: text.length + 1 }, (_, at) => at);
  const ordered = operator.length === 2 ? lengths.reverse() : lengths;
  for (const length of ordered.slice(0, 300)) {
    const fromStart = operator.startsWith('#');
    const piece = fromStart ? text.slice(0, length) : text.slice(text.length - length);
    if (matches(pattern, piece)) return fromStart ? text.slice(length) : text.slice(0, text.length - length);
  }
  return text;
}

type Token = 'star' | ((letter: string) => boolean);

function tokensOf(pattern: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const letter = pattern[at] ?? '';
    const closes = letter === '[' ? pattern.indexOf(']', at + 2) : -1;
    if (letter === '*') tokens.push('star');
    else if (letter === '?') tokens.push(() => true);
    else if (closes !== -1) {
      tokens.push(bracket(pattern.slice(at + 1, closes)));
      at = closes;
    } else {
      const plain = letter === '\\' ? (pattern[++at] ?? '') : letter;
      tokens.push((one) => one === plain);
    }
  }
  return tokens;
}

function bracket(inside: string): (letter: string) => boolean {
  const not = /^[!^]/.test(inside);
  const set = not ? inside.slice(1) : inside;
  return (letter) => inSet(set, letter) !== not;
}

function inSet(set: string, letter: string): boolean {
  for (let at = 0; at < set.length; at++) {
    const from = set[at] ?? '';
    const to = set[at + 1] === '-' ? set[at + 2] : undefined;
    if (to === undefined) {
      if (from === letter) return true;
      continue;
    }
    if (letter >= from && letter <= to) return true;
    at += 2;
  }
  return false;
}
