import type { Path } from '../../model/change.ts';
import type { Files } from '../analyzer.ts';
import { folderOf } from '../path.ts';
import { isConfig, isVariables } from './module.ts';
import { localSource } from './world.ts';

/** git keeps of a symbolic link only where it points: one line, with no end, and never a statement of HCL. */
const LINK = /^[\w./@-]{1,200}\.(?:tf|tofu|tfvars)(?:\.json)?$/;

export function linkTarget(path: Path, text: string): Path | null {
  if (!LINK.test(text) || text.startsWith('/')) return null;
  const target = localSource(folderOf(path), text.startsWith('.') ? text : `./${text}`);
  return target === path ? null : target;
}

export function targetsIn(files: Files): readonly Path[] {
  return [...files].flatMap(([path, { before, after }]) =>
    isConfig(path) || isVariables(path)
      ? [before, after].flatMap((content) => (content.kind === 'text' ? (linkTarget(path, content.text) ?? []) : []))
      : [],
  );
}

/** With what the links point to in their place, one step far: a link to a link is nobody's habit. */
export function followed(texts: ReadonlyMap<Path, string>): ReadonlyMap<Path, string> {
  return new Map(
    [...texts].map(([path, text]): [Path, string] => {
      const target = linkTarget(path, text);
      return [path, target === null ? text : (texts.get(target) ?? text)];
    }),
  );
}
