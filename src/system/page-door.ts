import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { ServerResponse } from 'node:http';

/** Who may in, and who watches. Opened with the server and gone with it: nothing of it is written down. */
export class Door {
  readonly base: string;
  readonly token: string = secret();
  readonly csrf: string = secret();
  readonly watching: Set<ServerResponse> = new Set();
  port: number = 0;
  session: string | null = null;
  seen: number;
  readonly #now: () => number;

  constructor(base: string, now: () => number) {
    this.base = base;
    this.#now = now;
    this.seen = now();
  }

  /** At most one person's: the token is dead once it was used. */
  exchange(given: string): boolean {
    if (this.session !== null || !isSame(given, this.token)) return false;
    this.session = secret();
    this.touch();
    return true;
  }

  touch(): void {
    this.seen = this.#now();
  }

  get cookie(): string {
    return `guardrail_${this.port}`;
  }

  has(cookies: string): boolean {
    const { session } = this;
    if (session === null) return false;
    const given = cookies
      .split(';')
      .map((one) => one.trim())
      .find((one) => one.startsWith(`${this.cookie}=`));
    return given !== undefined && isSame(given.slice(this.cookie.length + 1), session);
  }

  tell(data: string): void {
    for (const one of this.watching) one.write(`data: ${data.replaceAll(/[\r\n]/g, ' ')}\n\n`);
  }

  beat(): void {
    for (const one of this.watching) one.write(':\n\n');
  }
}

export function secret(): string {
  return randomBytes(32).toString('base64url');
}

/** By their hashes: neither the length nor the first character that differs can be told from the time it takes. */
export function isSame(given: string, kept: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(kept));
}
