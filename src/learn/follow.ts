import { nextTurn } from '../system/clock.ts';
import type { LocalPage } from '../system/local-page.ts';
import type { Desk } from './desk.ts';

const EACH_MS = 1_000;

/** While somebody looks: tells the page when the log has grown, and walks the chain on in between. */
export function followLog(desk: Desk, page: LocalPage): { readonly close: () => void } {
  const over = new AbortController();
  let known: number | null = null;
  let isBusy = false;
  const look = async (): Promise<void> => {
    if (page.idle().watching === 0) return;
    const last = await desk.last();
    if (last === null || last === known) return;
    const isNews = known !== null || !desk.isChecked();
    known = last;
    while (!over.signal.aborted && !(await desk.check())) await nextTurn();
    if (isNews) page.tell(String(last));
  };
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    void look().finally(() => (isBusy = false));
  }, EACH_MS);
  return {
    close: () => {
      over.abort();
      clearInterval(timer);
    },
  };
}
