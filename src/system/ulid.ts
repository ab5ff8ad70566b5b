import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const RANDOM_BITS = 80n;

let lastTime = 0;
let lastRandom = 0n;

/**
 * 48 bits of time, 80 of chance (github.com/ulid/spec). Monotonic within a process, also when the clock stands still or
 * goes backwards: then the last time is kept and the random part grows by one.
 */
export function newUlid(now: number): string {
  if (now > lastTime) {
    lastTime = now;
    lastRandom = BigInt(`0x${randomBytes(10).toString('hex')}`);
  } else {
    lastRandom += 1n;
    if (lastRandom >> RANDOM_BITS > 0n) {
      lastTime += 1;
      lastRandom = 0n;
    }
  }
  return encode(BigInt(lastTime), 10) + encode(lastRandom, 16);
}

function encode(value: bigint, length: number): string {
  let rest = value;
  let out = '';
  for (let i = 0; i < length; i += 1) {
    out = ALPHABET.charAt(Number(rest & 31n)) + out;
    rest >>= 5n;
  }
  return out;
}
