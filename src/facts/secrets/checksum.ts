/** GitHub and npm end their tokens with the CRC-32 of what stands before, in base 62: a made-up one does not fit. */
export function hasChecksum(token: string): boolean {
  const body = token.slice(token.indexOf('_') + 1);
  return body.length > CHECK && base62(crc32(body.slice(0, -CHECK))).padStart(CHECK, '0') === body.slice(-CHECK);
}

const CHECK = 6;
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** ISO 3309, the polynomial of zip and PNG. */
function crc32(text: string): number {
  let sum = 0xffffffff;
  for (let index = 0; index < text.length; index++) {
    sum ^= text.charCodeAt(index);
    for (let bit = 0; bit < 8; bit++) sum = (sum & 1) === 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}

function base62(value: number): string {
  let rest = value;
  let text = '';
  for (; rest > 0; rest = Math.floor(rest / 62)) text = (DIGITS[rest % 62] ?? '') + text;
  return text;
}
