import type { Edit, Path } from '../../model/change.ts';
import type { Content } from '../../model/content.ts';
import type { Analyzer, AnalyzerInput, Observation } from '../analyzer.ts';
import type { Asked, Pin } from '../dependencies/asked.ts';
import { isManifestOrLock, lockAt, manifestAt } from '../dependencies/formats.ts';
import { filesOfScripts } from '../dependencies/install-scripts.ts';
import { mayInstall } from '../dependencies/looser-commands.ts';
import { ofLock, ofManifest, ofScripts, ofSettings } from '../dependencies/observed.ts';
import { isSupplySettings } from '../dependencies/supply-rules.ts';
import { folderOf, inFolder } from '../path.ts';
import { tell } from '../observe.ts';

/** What code of others a change brings in, where from, and what watches over it. */
export const dependencies: Analyzer = {
  id: 'dependencies',
  reads: (edit) => isRead(edit.path) || (edit.from !== null && isRead(edit.from)),
  grammars: () => [],
  needs: () => [],
  looksFor: ({ edits, files }) => edits.flatMap((edit) => scriptFiles(edit, files.get(edit.path)?.after)),
  facts: (input) => {
    const read = input.edits.filter((edit) => isRead(edit.path) && edit.before?.oid !== edit.after?.oid);
    const scripted = pinned(read, input);
    const known = askedBefore(read, input);
    return read.flatMap((edit) =>
      saidOnce([
        ...guarded(edit, () => ofManifest(edit, input, scripted, known)),
        ...guarded(edit, () => ofLock(edit, input)),
        ...guarded(edit, () => ofSettings(edit, input)),
        ...guarded(edit, () => ofScripts(edit, input)),
      ]),
    );
  },
};

function isRead(path: Path): boolean {
  return isManifestOrLock(path) || isSupplySettings(path) || mayInstall(path);
}

function scriptFiles(edit: Edit, content: Content | undefined): readonly Path[] {
  if (
    content?.kind !== 'text' ||
    !/(^|\/)package\.json$/.test(edit.path) ||
    !/"(pre|post)?install"|"prepare"/.test(content.text)
  )
    return [];
  const files = tell(() => filesOfScripts(content.text)).told ?? [];
  return files.filter((file) => !file.includes('..')).map((file) => inFolder(folderOf(edit.path), file));
}

/** What the lock files of this change say of each package: does it run a script? */
function pinned(edits: readonly Edit[], { files }: AnalyzerInput): ReadonlyMap<string, Pin> {
  const pins = edits.flatMap((edit) => {
    const lock = lockAt(edit.path);
    const content = files.get(edit.path)?.after;
    if (lock?.ecosystem !== 'npm' || content?.kind !== 'text') return [];
    return tell(() => lock.pins(content.text)).told ?? [];
  });
  return new Map(pins.map((pin) => [pin.name, pin]));
}

/** Everything any manifest of this change asked for before: what only moves between folders is not new. */
function askedBefore(edits: readonly Edit[], { files }: AnalyzerInput): ReadonlySet<string> {
  const asked = edits.flatMap((edit): readonly Asked[] => {
    const manifest = manifestAt(edit.from ?? edit.path);
    const content = files.get(edit.path)?.before;
    if (manifest === null || content?.kind !== 'text') return [];
    return tell(() => manifest.asks(content.text)).told ?? [];
  });
  return new Set(asked.map(({ name, from }) => `${name} ${from}`));
}

/** Four looks at one broken file are one thing that could not be read. */
function saidOnce(seen: readonly Observation[]): readonly Observation[] {
  const first = seen.findIndex(({ kind }) => kind === 'unreadable');
  return seen.filter(({ kind }, index) => kind !== 'unreadable' || index === first);
}

/** What cannot be read is said for the one file it is about. */
function guarded(edit: Edit, look: () => readonly Observation[]): readonly Observation[] {
  const { told, error } = tell(look);
  if (error === null) return told ?? [];
  return [
    { kind: 'unreadable', subject: edit.path, edit, range: null, attributes: { what: 'dependencies', why: error } },
  ];
}
