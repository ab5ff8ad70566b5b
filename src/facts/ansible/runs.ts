import { type Effect, unprotects } from './effect.ts';

/** One call of `ansible-playbook` in a script. */
type Run = { readonly playbooks: string; readonly limit: string; readonly dry: boolean; readonly line: number };

const RUN = /\bansible-playbook\b[^\n;&|]{0,600}/g;

export function runsIn(text: string): readonly Run[] {
  const joined = text.replaceAll(/\\\r?\n/g, '  ');
  if (!joined.includes('ansible-playbook')) return [];
  let line = 1;
  let read = 0;
  return [...joined.matchAll(RUN)].map(({ 0: said, index }) => {
    line += joined.slice(read, index).split('\n').length - 1;
    read = index;
    const [, limit = ''] = /(?:\s--limit[= ]|\s-l[= ]?)\s*["']?([^\s"']+)/.exec(said) ?? [];
    const playbooks = said
      .split(/\s+/)
      .filter((word) => /\.ya?ml["']?$/.test(word) && !word.startsWith('-') && !word.startsWith('@'))
      .join(' ');
    return { playbooks, limit, dry: /\s(--check|-C)(?=\s|$)/.test(said), line };
  });
}

/** The same playbook, on more hosts than before, or in earnest. */
export function widerRuns(
  before: readonly Run[],
  after: readonly Run[],
): readonly { readonly line: number; readonly effect: Effect }[] {
  const known = new Map<string, { limited: string | null; dry: boolean }>();
  for (const { playbooks, limit, dry } of before) {
    const old = known.get(playbooks);
    const limited = old?.limited === null || limit === '' ? null : limit;
    known.set(playbooks, { limited, dry: dry && old?.dry !== false });
  }
  return after.flatMap((run) => {
    const same = run.playbooks === '' ? undefined : known.get(run.playbooks);
    if (!same) return [];
    const name = run.playbooks;
    const found = [];
    if (run.limit === '' && same.limited !== null)
      found.push(
        unprotects(
          {
            type: 'limit',
            name,
            certainty: 'likely',
            because: `it runs on every host of the play, no longer on ${same.limited} only`,
            remedy: `--limit ${same.limited}`,
          },
          'isolation',
        ),
      );
    if (!run.dry && same.dry)
      found.push(
        unprotects(
          {
            type: 'check',
            name,
            certainty: 'likely',
            because: '--check goes: it changes what it only looked at',
            remedy: '--check',
          },
          'other',
        ),
      );
    return found.map((effect) => ({ line: run.line, effect }));
  });
}
