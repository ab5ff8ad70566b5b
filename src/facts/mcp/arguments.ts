import type { Json } from '../../model/event.ts';
import { isRecord } from '../../model/json.ts';

/** Arguments of a call by their names in snake_case: `repoPath` and `repo-path` are `repo_path`. */
export type Arguments = ReadonlyMap<string, Json>;

const MOST = 200;

export function argumentsOf(raw: Json): Arguments {
  if (!isRecord(raw)) return new Map();
  return new Map(
    Object.entries(raw)
      .slice(0, MOST)
      .map(([name, value]) => [snakeCase(name), value] as const),
  );
}

/** `deleteRepository`, `delete-repository`, `Delete Repository`. */
export function snakeCase(name: string): string {
  return name
    .slice(0, 200)
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '')
    .toLowerCase();
}

/** One value, or a list of them, as texts. Null: it is not given, or no text at all. */
export function textsOf(value: Json | undefined): readonly string[] | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string') return [value];
  if (typeof value === 'number' || typeof value === 'boolean') return [String(value)];
  if (!Array.isArray(value) || value.length === 0) return null;
  const items = value.slice(0, MOST).flatMap((one: Json) => textsOf(one) ?? namesIn(one));
  return items.length === 0 ? null : items;
}

/** `[{path: "a.txt"}]`: an attachment. */
function namesIn(value: Json): readonly string[] {
  if (!isRecord(value)) return [];
  return ['path', 'file_path', 'filename', 'name', 'sql', 'query'].flatMap((key) => {
    const said = value[key];
    return typeof said === 'string' ? [said] : [];
  });
}
