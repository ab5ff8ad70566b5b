/** SHA-256 in hexadecimal, of a text's UTF-8 bytes. The pure rooms may not import node:crypto, and a pinned pack needs a real hash. */
export function sha256(text: string): string {
  const data = pad(new TextEncoder().encode(text));
  const state = table(START);
  const words = table(ROUND); // 64 of them, overwritten for every block
  for (let at = 0; at < data.byteLength; at += 64) {
    schedule(words, data, at);
    compress(state, words);
  }
  return START.map((_, i) => (state.getInt32(i * 4) >>> 0).toString(16).padStart(8, '0')).join('');
}

/** Sixteen words of the block and forty-eight made of them (FIPS 180-4, 6.2.2). A DataView has no holes to check for. */
function schedule(words: DataView, data: DataView, at: number): void {
  for (let i = 0; i < 16; i += 1) words.setInt32(i * 4, data.getInt32(at + i * 4));
  for (let i = 16; i < 64; i += 1) {
    const a = words.getInt32((i - 15) * 4);
    const b = words.getInt32((i - 2) * 4);
    const s0 = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3);
    const s1 = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10);
    words.setInt32(i * 4, words.getInt32((i - 16) * 4) + s0 + words.getInt32((i - 7) * 4) + s1);
  }
}

function compress(state: DataView, words: DataView): void {
  const at = (i: number): number => state.getInt32(i * 4);
  let [a, b, c, d, e, f, g, h] = [at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7)];
  for (let i = 0; i < 64; i += 1) {
    const mixed = (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g));
    const one = (h + mixed + ROUNDS.getInt32(i * 4) + words.getInt32(i * 4)) | 0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => state.setInt32(i * 4, at(i) + word));
}

/** A one bit, zeros, and the length in bits, up to a multiple of 64 bytes. */
function pad(bytes: Uint8Array): DataView {
  const padded = new Uint8Array((((bytes.length + 8) >> 6) + 1) * 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 0x20000000));
  view.setUint32(padded.length - 4, (bytes.length << 3) >>> 0);
  return view;
}

function turn(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

// Fractional parts of the square and cube roots of the first primes (FIPS 180-4, 4.2.2 and 5.3.3).
const PRIMES = firstPrimes(64);
const ROUND: readonly number[] = PRIMES.map((prime) => fraction(Math.cbrt(prime)));
const START: readonly number[] = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const ROUNDS = table(ROUND);

function table(values: readonly number[]): DataView {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  values.forEach((value, i) => view.setInt32(i * 4, value));
  return view;
}

function fraction(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32) | 0;
}

function firstPrimes(count: number): readonly number[] {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n += 1) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return primes;
}
