import type { Note } from './note.ts';

/** Where a head is written down. As the log calls it: `git:/home/ana/shop/.git`, `file:/var/log/guardrail.jsonl`. */
export type Place =
  | { readonly kind: 'git'; readonly path: string; readonly push: string | null }
  | { readonly kind: 'file'; readonly path: string };

export function placeName({ kind, path }: Place): string {
  return `${kind}:${path}`;
}

export function placeNamed(name: string): Place | null {
  const [, kind, path = ''] = /^(git|file):(\/.*)$/s.exec(name) ?? [];
  if (kind === 'git') return { kind, path, push: null };
  return kind === 'file' ? { kind, path } : null;
}

/** For a person. */
export function showPlace(name: string): string {
  const place = placeNamed(name);
  if (place === null) return name;
  return place.kind === 'git' ? `refs/guardrail/anchors of ${place.path.replace(/\/\.git$/, '')}` : place.path;
}

/** Each place once. */
export function uniquePlaces(places: readonly Place[]): readonly Place[] {
  const found = new Map<string, Place>();
  for (const place of places) {
    const known = found.get(placeName(place));
    if (known === undefined || (known.kind === 'git' && known.push === null)) found.set(placeName(place), place);
  }
  return [...found.values()];
}

/** Null: not what we write. */
export type Entry = { readonly text: string; readonly note: Note | null };

/** What lies at a place. */
export type Held =
  | {
      readonly kind: 'read';
      /** Of the log that was asked for, the first first. */
      readonly entries: readonly Entry[];
      /** The last note of each other log. */
      readonly others: readonly Note[];
      /** The first of its notes may be missing here: a shallow clone, or a file too long to be read whole. */
      readonly isPart: boolean;
      /** Evidence that somebody took something back. */
      readonly faults: readonly string[];
      /** Worth saying. */
      readonly says: readonly string[];
    }
  | { readonly kind: 'unreadable'; readonly why: string };
