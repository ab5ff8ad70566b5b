/** Texts that stand in a program, and what it puts together of them: `'.e' + 'nv'`, `join('.ssh', 'id_rsa')`, decoded base64. */
export function literalsOf(program: string): readonly string[] {
  const text = program.slice(0, LONGEST).replaceAll(/(["'`])\s*(?:\+|\.{1,2}(?=\s*["']))\s*["'`]/g, '');
  const found: string[] = [];
  let run = '';
  let end = -1;
  for (const match of text.matchAll(/"([^"\\\n]{0,300})"|'([^'\\\n]{0,300})'|`([^`\\]{0,300})`/g)) {
    const said = match[1] ?? match[2] ?? match[3] ?? '';
    const isNext = end >= 0 && /^\s*[,/]\s*$/.test(text.slice(end, match.index));
    run = isNext && run !== '' ? `${run.replace(/\/$/, '')}/${said.replace(/^\//, '')}` : said;
    found.push(said);
    if (isNext) found.push(run);
    end = match.index + match[0].length;
    if (found.length > MOST) break;
  }
  return DECODES.test(text) ? [...found, ...found.flatMap((said) => decoded(said) ?? [])] : found;
}

const LONGEST = 20_000;
const MOST = 400;
const DECODES = /base64|b64decode|\batob\b|fromhex|unhexlify|['"]hex['"]|\bpack\b|unpack/i;

function decoded(text: string): string | null {
  if (text.length < 4) return null;
  const plain = /^([0-9a-f]{2})+$/i.test(text) ? fromHex(text) : decodeBase64(text);
  return plain !== null && /^[\x20-\x7e]+$/.test(plain) ? plain : null;
}

function fromHex(text: string): string {
  return text.replaceAll(/../g, (pair) => String.fromCodePoint(Number.parseInt(pair, 16)));
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** As Latin-1; both alphabets, padded or not. Null: it is none. */
function decodeBase64(text: string): string | null {
  const body = text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
  if (!/^[A-Za-z0-9+/]+$/.test(body)) return null;
  let [bits, held, out] = [0, 0, ''];
  for (const digit of body) {
    held = ((held << 6) | DIGITS.indexOf(digit)) & 0xffffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out += String.fromCodePoint((held >> bits) & 0xff);
  }
  return out;
}
