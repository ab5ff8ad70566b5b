import { isRecord } from '../../model/json.ts';
import type { Use } from '../../model/call.ts';

type NotebookUse = Extract<Use, { kind: 'notebook' }>;

/** The notebook with one cell replaced, added or taken out; null where it is no notebook or has no such cell. */
export function editNotebook(text: string, { cell, source, mode }: NotebookUse): string | null {
  const raw = parse(text);
  if (!isRecord(raw) || !Array.isArray(raw['cells'])) return null;
  const cells: readonly unknown[] = raw['cells'];
  const at =
    cell === null
      ? -1
      : cells.findIndex((one, index) => isRecord(one) && (one['id'] === cell || `cell-${index}` === cell));
  if (at === -1 && mode !== 'insert') return null;
  const old = cells[at];
  const fresh = {
    ...(isRecord(old) && mode === 'replace' ? old : { cell_type: 'code', metadata: {}, outputs: [] }),
    source,
  };
  const edited =
    mode === 'delete'
      ? cells.filter((_one, index) => index !== at)
      : mode === 'replace'
        ? cells.map((one, index) => (index === at ? fresh : one))
        : [...cells.slice(0, at + 1), fresh, ...cells.slice(at + 1)];
  return `${JSON.stringify({ ...raw, cells: edited }, null, 1)}\n`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // the caller says that nobody can tell what becomes of it
  }
}
