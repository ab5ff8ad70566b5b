/** No token of a vendor is shorter. */
const LENGTH = 18;
const IN_WORD = Uint8Array.from({ length: 128 }, (_, code) => (/[\w.+/=~-]/.test(String.fromCharCode(code)) ? 1 : 0));

/** Whether some word is as long as a token. It looks at every 18th character first: most of a text is never touched. */
export function hasLongWord(text: string): boolean {
  let at = LENGTH - 1;
  while (at < text.length) {
    let back = at;
    while (back > at - LENGTH && IN_WORD[text.charCodeAt(back)] === 1) back -= 1;
    if (back === at - LENGTH) return true;
    at = back + LENGTH;
  }
  return false;
}
