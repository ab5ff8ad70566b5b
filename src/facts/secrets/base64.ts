const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** What is looked at afterwards is a few characters. */
const MOST = 4_000;

/** Null: it is not base64. Bytes become characters: whether it is a word that stands for one is all that is asked. */
export function decodeBase64(text: string): string | null {
  const bare = text.replace(/[\s=]/g, '').slice(0, MOST);
  if (bare === '' || !/^[A-Za-z0-9+/]+$/.test(bare)) return null;
  let bits = 0;
  let held = 0;
  let decoded = '';
  for (const letter of bare) {
    bits = ((bits << 6) | DIGITS.indexOf(letter)) & 0xffffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    decoded += String.fromCharCode((bits >> held) & 0xff);
  }
  return decoded;
}
