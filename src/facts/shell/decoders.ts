/** What turns a text into another one; null where it cannot. Pure text in, text out. */
export function base64(text: string): string | null {
  const letters = text.replace(/\s/g, '').replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
  if (letters === '' || !/^[A-Za-z0-9+/]+$/.test(letters) || letters.length % 4 === 1) return null;
  return utf8(bytesOf(letters, SIXTY_FOUR, 6));
}

export function base32(text: string): string | null {
  const letters = text.replace(/\s/g, '').replace(/=+$/, '').toUpperCase();
  return /^[A-Z2-7]+$/.test(letters) ? utf8(bytesOf(letters, THIRTY_TWO, 5)) : null;
}

export function hex(text: string): string | null {
  const letters = text.replace(/^[0-9a-f]+:/gim, '').replace(/\s|0x|\\x/g, '');
  return letters !== '' && letters.length % 2 === 0 && /^[0-9a-fA-F]+$/.test(letters)
    ? utf8(bytesOf(letters.toLowerCase(), '0123456789abcdef', 4))
    : null;
}

/** Base64 of UTF-16, as PowerShell takes it. */
export function base64Wide(text: string): string | null {
  const letters = text.replace(/\s/g, '').replace(/=+$/, '');
  if (!/^[A-Za-z0-9+/]+$/.test(letters)) return null;
  const bytes = bytesOf(letters, SIXTY_FOUR, 6);
  let made = '';
  for (let at = 0; at + 1 < bytes.length; at += 2)
    made += String.fromCharCode((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8));
  return made;
}

/** `tr 'a-z' 'n-za-m'`, `tr -d x`. */
export function translated(text: string, from: string, to: string | null): string {
  const letters = spelled(from);
  const others = to === null ? null : spelled(to);
  const map = new Map<string, string>();
  for (const [at, letter] of letters.entries()) {
    if (!map.has(letter)) map.set(letter, others === null ? '' : (others[at] ?? others.at(-1) ?? ''));
  }
  return Array.from(text, (letter) => map.get(letter) ?? letter).join('');
}

const CLASSES: Readonly<Record<string, string>> = {
  '[:lower:]': 'a-z',
  '[:upper:]': 'A-Z',
  '[:digit:]': '0-9',
  '[:alpha:]': 'A-Za-z',
  '[:space:]': ' \t\n',
};

function spelled(set: string): readonly string[] {
  const plain = set
    .replace(/\[:\w+:\]/g, (name) => CLASSES[name] ?? '')
    .replace(/\\n/g, '\n')
    .replace(/\\t/g, '\t')
    .replace(/\\0(?:00)?/g, '\0');
  const letters: string[] = [];
  for (let at = 0; at < plain.length && letters.length < 1000; at++) {
    const to = plain[at + 1] === '-' ? plain[at + 2] : undefined;
    const from = plain.charCodeAt(at);
    if (to === undefined) {
      letters.push(plain[at] ?? '');
      continue;
    }
    for (let code = from; code <= to.charCodeAt(0) && letters.length < 1000; code++)
      letters.push(String.fromCharCode(code));
    at += 2;
  }
  return letters;
}

const SIXTY_FOUR = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const THIRTY_TWO = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function bytesOf(letters: string, alphabet: string, bits: number): Uint8Array {
  const values = new Map(Array.from(alphabet, (letter, at): [string, number] => [letter, at]));
  const bytes = new Uint8Array(Math.floor((letters.length * bits) / 8));
  let held = 0;
  let count = 0;
  let next = 0;
  for (const letter of letters) {
    held = ((held << bits) | (values.get(letter) ?? 0)) & 0xffff;
    count += bits;
    if (count < 8) continue;
    count -= 8;
    bytes[next++] = (held >> count) & 0xff;
  }
  return bytes;
}

function utf8(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
