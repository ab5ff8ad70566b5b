import type { Document } from '../model/document.ts';
import type { Shipped } from '../model/document.ts';
import type { Level } from '../model/level.ts';
import type { Extension } from './config.ts';
import { didYouMean } from './nearest.ts';
import type { Choice } from './policy.ts';
import { type Reader, readItems, readTexts } from './read.ts';
import type { Pack } from './rules.ts';

/** A pack that the config extends, found: its documents and which of their rules are meant. */
export type Found = { readonly pack: Pack; readonly documents: readonly Document[]; readonly choice: Choice };

/** Our rules at warn: to see what would have happened before anything is refused. */
const OBSERVE = 'observe';
const OBSERVED = 'recommended';

type Among = {
  readonly shipped: Shipped;
  readonly own: readonly Document[];
  readonly sha256: (text: string) => string;
};

export function findPack(
  { pack: name, sha256: pinned, line }: Extension,
  { shipped, own, sha256 }: Among,
  reader: Reader,
): Found | null {
  const found = findShipped(name, shipped, sha256) ?? findOwn(name, own, sha256);
  if (found === null) {
    const known = [...shippedPacks(shipped), OBSERVE];
    reader.report(
      line,
      `no pack is called "${name}"${didYouMean(name, known)} (known: ${known.join(', ')}, or a path in the repository)`,
    );
    return null;
  }
  if (pinned !== null && pinned !== found.pack.sha256) {
    reader.report(line, `pack "${name}" is not the one that was pinned: its sha256 is ${found.pack.sha256}`);
  }
  return found;
}

function findShipped(name: string, shipped: Shipped, sha256: Among['sha256']): Found | null {
  const wanted = name === OBSERVE ? OBSERVED : name;
  const documents = shipped.documents.filter((document) => packsOf(document).includes(wanted));
  if (documents.length === 0) return null;
  const cap: Level = name === OBSERVE ? 'warn' : 'deny';
  return { pack: { name, sha256: sha256(listOf(documents)) }, documents, choice: { pack: wanted, cap } };
}

/** A pack of the repository itself: one policy file, or a folder of them. */
function findOwn(name: string, own: readonly Document[], sha256: Among['sha256']): Found | null {
  const path = name.replace(/^\.\//, '').replace(/\/$/, '');
  const documents = own.filter(({ file }) => file === path || file.startsWith(`${path}/`));
  if (documents.length === 0) return null;
  const sha = documents.length === 1 && documents[0]?.file === path ? documents[0].sha256 : sha256(listOf(documents));
  return { pack: { name, sha256: sha }, documents, choice: { pack: null, cap: 'deny' } };
}

export function shippedPacks(shipped: Shipped): readonly string[] {
  return [...new Set(shipped.documents.flatMap(packsOf))].sort();
}

/** The packs a document names, for itself or for one of its rules. */
function packsOf({ root, file }: Document): readonly string[] {
  const silent: Reader = { file, report: () => undefined };
  if (root.kind !== 'map') return [];
  return root.entries.flatMap(({ key, value }) => {
    if (key === 'packs') return readTexts(silent, value, key);
    if (key !== 'rules') return [];
    return readItems(value).flatMap((rule) =>
      rule.kind === 'map'
        ? rule.entries.flatMap((entry) => (entry.key === 'packs' ? readTexts(silent, entry.value, key) : []))
        : [],
    );
  });
}

/** What the hash of a pack is made of. */
function listOf(documents: readonly Document[]): string {
  const lines = documents.map((document) => `${document.sha256} ${document.file}`).sort();
  return lines.join('\n');
}
