/**
 * What `apply_patch` is given:
 *
 *     *** Begin Patch
 *     *** Update File: src/app.ts
 *     *** Move to: src/main.ts
 *     @@ export function run()
 *      a line that stays
 *     -a line that goes
 *     +a line that comes
 *     *** Add File: notes.md
 *     +its text
 *     *** Delete File: old.ts
 *     *** End Patch
 */
export type PatchStep =
  | { readonly kind: 'add'; readonly path: string; readonly text: string }
  | { readonly kind: 'delete'; readonly path: string }
  | {
      readonly kind: 'update';
      readonly path: string;
      readonly to: string | null;
      readonly chunks: readonly Chunk[];
    };

export type Chunk = {
  /** A line to look for first, from `@@ …`. */
  readonly after: string | null;
  readonly old: readonly string[];
  readonly new: readonly string[];
};

const HEAD = /^\*\*\* (Add File|Delete File|Update File): (.+)$/;

export function parsePatch(text: string): readonly PatchStep[] {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const steps: PatchStep[] = [];
  for (let at = 0; at < lines.length; at++) {
    const head = HEAD.exec(lines[at] ?? '');
    if (head === null) continue;
    const body = bodyOf(lines, at + 1);
    steps.push(stepOf(head[1] ?? '', (head[2] ?? '').trim(), body));
    at += body.length;
  }
  if (steps.length === 0) throw new Error('read a patch: it names no file');
  return steps;
}

function bodyOf(lines: readonly string[], from: number): readonly string[] {
  const rest = lines.slice(from);
  const end = rest.findIndex((line) => HEAD.test(line) || line.startsWith('*** End Patch'));
  return end === -1 ? rest : rest.slice(0, end);
}

function stepOf(verb: string, path: string, body: readonly string[]): PatchStep {
  if (verb === 'Delete File') return { kind: 'delete', path };
  if (verb === 'Add File') {
    const added = body.filter((line) => line.startsWith('+')).map((line) => `${line.slice(1)}\n`);
    return { kind: 'add', path, text: added.join('') };
  }
  const [first = ''] = body;
  const to = /^\*\*\* Move to: (.+)$/.exec(first)?.[1]?.trim() ?? null;
  return { kind: 'update', path, to, chunks: chunksOf(to === null ? body : body.slice(1)) };
}

function chunksOf(body: readonly string[]): readonly Chunk[] {
  const chunks: { after: string | null; old: string[]; new: string[] }[] = [];
  for (const line of body) {
    if (line.startsWith('@@')) chunks.push({ after: line.slice(2).trim() || null, old: [], new: [] });
    else if (line.startsWith('*** End of File')) continue;
    else {
      if (chunks.length === 0) chunks.push({ after: null, old: [], new: [] });
      const chunk = chunks.at(-1);
      const rest = line.slice(1);
      if (line.startsWith('-')) chunk?.old.push(rest);
      else if (line.startsWith('+')) chunk?.new.push(rest);
      else if (line.startsWith(' ') || line === '') {
        chunk?.old.push(rest);
        chunk?.new.push(rest);
      }
    }
  }
  return chunks.map((chunk) => withoutTrailingBlank(chunk)).filter((chunk) => chunk.old.length + chunk.new.length > 0);
}

/** The empty line before the next head belongs to the patch and not to the file. */
function withoutTrailingBlank(chunk: Chunk): Chunk {
  const isBlank = chunk.old.at(-1) === '' && chunk.new.at(-1) === '';
  return isBlank ? { ...chunk, old: chunk.old.slice(0, -1), new: chunk.new.slice(0, -1) } : chunk;
}

/** The text with all chunks in place, one after another; null where one of them is not found: nobody can tell what the tool makes of it. */
export function applyChunks(text: string, chunks: readonly Chunk[]): string | null {
  let lines = text.split('\n');
  let from = 0;
  for (const chunk of chunks) {
    if (chunk.after !== null) {
      const anchor = lines.findIndex((line, index) => index >= from && line.trim() === chunk.after);
      if (anchor !== -1) from = anchor + 1;
    }
    const at = chunk.old.length === 0 ? lines.length : findLines(lines, chunk.old, from);
    if (at === -1) return null;
    lines = [...lines.slice(0, at), ...chunk.new, ...lines.slice(at + chunk.old.length)];
    from = at + chunk.new.length;
  }
  return lines.join('\n');
}

/** As written, then without spaces at the ends, as the tool itself is lenient. */
function findLines(lines: readonly string[], wanted: readonly string[], from: number): number {
  for (const same of [(a: string, b: string) => a === b, (a: string, b: string) => a.trim() === b.trim()]) {
    for (const start of [from, 0]) {
      for (let at = start; at + wanted.length <= lines.length; at++) {
        if (wanted.every((line, index) => same(line, lines[at + index] ?? ''))) return at;
      }
    }
  }
  return -1;
}
