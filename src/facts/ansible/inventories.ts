import type { Edit, Path } from '../../model/change.ts';
import type { Grammars } from '../../model/syntax.ts';
import type { AnalyzerInput, Observation } from '../analyzer.ts';
import { ancestors, folderOf, inFolder } from '../path.ts';
import { destroys } from './effect.ts';
import type { Groups } from './hosts.ts';
import { type Inventory, isInventory, looksLikeInventory, readInventory } from './inventory.ts';
import { stated } from './stated.ts';

/** Only where the hosts of a play are written otherwise than before does it matter how many they are. */
export function wantsInventory(before: string | null, after: string | null): boolean {
  if (before === null || after === null) return false;
  const hosts = (text: string): string => (text.match(/^[ \t-]*hosts:[^\n]*/gm) ?? []).join('\n');
  return hosts(before) !== hosts(after);
}

export function inventoriesNear(playbook: Path): readonly Path[] {
  return ancestors(folderOf(playbook))
    .filter((folder) => !/[*?[\]\\]/.test(folder))
    .slice(0, 4)
    .flatMap((folder) =>
      ['inventor*/**', 'inventory*', 'hosts*', 'hosts/**'].map((name) => `:(glob)${inFolder(folder, name)}`),
    );
}

/** The groups of all inventories at hand; one name in two of them is the larger one. */
export function groupsAfter({ files, grammars }: AnalyzerInput): Groups {
  const all = [...files].flatMap(([path, { after }]) =>
    after.kind === 'text' && isInventory(path) && looksLikeInventory(after.text, path)
      ? [readInventory(after.text, path, grammars).groups]
      : [],
  );
  return (name) => all.flatMap((groups) => groups(name) ?? []).sort((a, b) => b.size - a.size)[0];
}

type Sided = { readonly edit: Edit; readonly before: string | null; readonly after: string | null };

/** Hosts that no inventory of the change names any more: nobody patches or watches them from now on. */
export function goneHosts(sided: readonly Sided[], grammars: Grammars): readonly Observation[] {
  const read = (text: string | null, path: Path): Inventory | null =>
    text !== null && isInventory(path) && looksLikeInventory(text, path) ? readInventory(text, path, grammars) : null;
  const inventories = sided.map(({ edit, before, after }) => ({
    edit,
    old: read(before, edit.from ?? edit.path),
    now: read(after, edit.path),
  }));
  const left = new Set(inventories.flatMap(({ now }) => [...(now?.lines.keys() ?? [])]));
  return inventories.flatMap(({ edit, old }) =>
    [...(old?.lines ?? [])].flatMap(([name, line]) => {
      if (left.has(name)) return [];
      const because = `${name} is in no group any more: nothing manages it`;
      const effect = destroys({ type: 'host', name, certainty: 'possible', because, remedy: '' }, false, false, true);
      return [stated(effect, { edit, line, hosts: '' }, edit.landed)];
    }),
  );
}
