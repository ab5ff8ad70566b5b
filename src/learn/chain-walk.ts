import type { Log } from '../log/open.ts';
import { BEGIN, hashAt, type Place, verifyNext } from '../log/verify.ts';
import type { Checked } from '../model/dashboard.ts';

/** As many events between two answers of the page: some ten milliseconds. */
const SLICE = 4_000;

/** How far one process has walked the chain by itself, a piece at a time. */
export class ChainWalk {
  #place: Place = BEGIN;
  #checked: Checked = { kind: 'checking', upTo: 0 };

  get checked(): Checked {
    return this.#checked;
  }

  /** Another log lies there now: what was checked of the one before says nothing of it. */
  beginAnew(log: Log): void {
    if (hashAt(log, this.#place.seq) === this.#place.prev) return;
    this.#place = BEGIN;
    this.#checked = { kind: 'checking', upTo: 0 };
  }

  /** True once the end was reached, or a break. */
  goOn(log: Log): boolean {
    this.beginAnew(log);
    if (this.#checked.kind === 'broken') return true;
    const next = verifyNext(log, this.#place, SLICE);
    if (!('kind' in next)) {
      this.#place = next;
      this.#checked = { kind: 'checking', upTo: next.seq };
      return false;
    }
    if (next.kind === 'broken') this.#checked = { kind: 'broken', says: next.says };
    else {
      this.#place = { seq: next.events, prev: next.head };
      this.#checked = { kind: 'whole', upTo: next.events };
    }
    return true;
  }
}
