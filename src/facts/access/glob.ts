/** Longer patterns are compared as plain text: a table of both lengths must stay small whatever a stranger writes. */
const LONGEST = 1024;

/** Does `wide` meet everything `narrow` meets? `*` is any run of characters, `?` is one: `s3:Get*` covers `s3:GetObject`. */
export function covers(wide: string, narrow: string): boolean {
  if (wide === narrow || wide === '*') return true;
  if (!startsAlike(wide, narrow) || wide.length > LONGEST || narrow.length > LONGEST) return false;
  // row[j]: the part of `wide` so far covers the first j characters of `narrow`, whose own `*` only a `*` can swallow
  let row: readonly boolean[] = Array.from({ length: narrow.length + 1 }, (_, index) => index === 0);
  for (const sign of wide.split('')) {
    const next: boolean[] = [sign === '*' && row[0] === true];
    for (let index = 1; index <= narrow.length; index++) {
      const other = narrow.charAt(index - 1);
      next[index] =
        sign === '*'
          ? row[index] === true || next[index - 1] === true
          : row[index - 1] === true && (sign === other || (sign === '?' && other !== '*'));
    }
    row = next;
  }
  return row[narrow.length] === true;
}

/** Up to its first wildcard a pattern is plain text, and most differ there. */
function startsAlike(wide: string, narrow: string): boolean {
  const first = wide.search(/[*?]/);
  return first >= 0 && narrow.startsWith(wide.slice(0, first));
}

/** Is there anything both meet? */
export function meets(a: string, b: string): boolean {
  if (a === b || a === '*' || b === '*') return true;
  if (a.length > LONGEST || b.length > LONGEST) return true;
  const stars = /^\**/.exec(b)?.[0].length ?? 0;
  let row: readonly boolean[] = Array.from({ length: b.length + 1 }, (_, index) => index <= stars);
  for (const sign of a.split('')) {
    row = meetRow(sign, b, row);
  }
  return row[b.length] === true;
}

function meetRow(sign: string, text: string, row: readonly boolean[]): readonly boolean[] {
  const next: boolean[] = [sign === '*' && row[0] === true];
  for (let index = 1; index <= text.length; index++) {
    const other = text.charAt(index - 1);
    const same = sign === other || sign === '?' || other === '?';
    const either = row[index] === true || next[index - 1] === true;
    next[index] = sign === '*' || other === '*' ? either : row[index - 1] === true && same;
  }
  return next;
}

export function isGlob(text: string): boolean {
  return /[*?]/.test(text);
}
