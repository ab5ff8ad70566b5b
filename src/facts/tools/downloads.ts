import type { Invocation, Word } from '../shell/invocation.ts';
import { resolvePath } from '../shell/place.ts';
import { effect } from './effects.ts';
import type { Family, Found } from './family.ts';
import { addressOf, fetches, storedIn } from './run/fetchers.ts';
import { scriptOf } from './run/interpreters.ts';

/** What one command stores and a later one of the same text runs, with nobody in between: `curl -o x … && sh x`. */
export const downloads: Family = {
  id: 'downloads',
  tools: [],
  read: () => [],
  together: (runs) => {
    const fetched = new Map<string, Invocation>();
    const found: Found[] = [];
    for (const run of runs) {
      if (CHECKS.test(run.tool) && run.args.some(({ text }) => VERIFIES.test(text))) fetched.clear();
      const source = ran(run).flatMap((word) => fetched.get(place(word.text, run)) ?? [])[0];
      if (source !== undefined) found.push({ run, effect: runsDownload(run, addressOf(source)) });
      if (fetches(run)) {
        const stored = storedIn(run);
        if (stored !== null) fetched.set(place(stored, run), run);
      } else moved(run, fetched);
    }
    return found;
  },
};

/** A checksum or a signature that is looked at makes it a known text. */
const CHECKS = /^(sha\d+sum|shasum|md5sum|b2sum|gpg2?|gpgv|cosign|minisign|slsa-verifier|openssl|gh)$/;
const VERIFIES = /^(-c|--check|--verify|verify|verify-blob|-\w*c|attestation|dgst|-Vm|verify-artifact)$/;

function place(path: string, run: Invocation): string {
  return resolvePath(path, run.cwd) ?? path.replace(/^\.\//, '');
}

function ran(run: Invocation): readonly Word[] {
  const script = scriptOf(run);
  const own = run.program.text.includes('/') ? [run.program] : [];
  return script === null || script === run.program ? own : [script, ...own];
}

/** `mv x ~/bin/tool`, `cp x y`: another name for the same. */
function moved(run: Invocation, fetched: Map<string, Invocation>): void {
  if (!/^(mv|cp|install|ln)$/.test(run.tool)) return;
  const plain = run.args.filter(({ text }) => !text.startsWith('-'));
  const [from, to] = [plain.at(-2), plain.at(-1)];
  const source = from === undefined ? undefined : fetched.get(place(from.text, run));
  if (source !== undefined && to !== undefined) fetched.set(place(to.text, run), source);
}

function runsDownload(run: Invocation, from: string): Found['effect'] {
  const tool = run.tool === '' ? 'a command' : run.tool;
  return effect(
    'exec.remote',
    {
      technology: 'shell',
      subject: `${tool} running what ${from} serves`,
      because: `it was fetched from ${from} a moment before, and nobody has looked at it`,
      remedy: '',
      certainty: 'likely',
    },
    { how: 'download' },
  );
}
