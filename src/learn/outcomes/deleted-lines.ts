import type { Path } from '../../model/change.ts';
import { pathFromBytes } from '../../system/bytes.ts';

/** The lines of a file that a commit replaced, by their numbers before it. */
export type Replaced = {
  readonly path: Path;
  /** Gone, and such as can be wrong: no comment, no blank line, no other spacing. */
  readonly deleted: readonly number[];
  /** Beside which something was added. */
  readonly beside: readonly number[];
};

/** Of documents, data that programs write, and pictures no line is to blame. */
const NO_CODE =
  /(^|\/)(package-lock\.json|yarn\.lock|pnpm-lock\.yaml|go\.sum|CHANGELOG[^/]*|LICENSE[^/]*)$|\.(md|mdx|rst|adoc|txt|lock|svg|snap|map|min\.js|min\.css|po|csv)$/i;
const COMMENT =
  /^\s*(\/\/|\/\*|\*|--(?!\w)|<!--|;|%|"""|'''|#(?!\s*(include|define|if|ifdef|ifndef|else|elif|endif|pragma|undef|error)\b))/;
const EMPTY = /^[\s{}()[\];,]*$/;

const NUL_NUL = Buffer.from([0, 0]);

/** `git diff-tree -r --raw -z -p -U0`: the list of files, an empty field, and a section of the patch for each in the same order. */
export function readReplaced(bytes: Buffer): readonly Replaced[] {
  const end = bytes.indexOf(NUL_NUL);
  if (end < 0) return [];
  const files = readFiles(bytes.subarray(0, end));
  const sections = readSections(bytes.toString('utf8', end + 2));
  if (sections.length !== files.length) return []; // a name with a line end in it: nothing is told rather than of another file
  return files.flatMap(({ path, status }, index) => {
    const hunks = sections[index] ?? [];
    if (!/^[MR]/.test(status) || NO_CODE.test(path)) return [];
    return [{ path, deleted: hunks.flatMap(tellingLines), beside: hunks.flatMap(besideOf) }];
  });
}

type FileEntry = { readonly path: Path; readonly status: string };

/** `:100644 100644 <oid> <oid> M\0path\0`; of a rename (`R087`) the old name comes first, by which its lines were written. */
function readFiles(bytes: Buffer): readonly FileEntry[] {
  const fields: Buffer[] = [];
  let from = 0;
  for (let at = bytes.indexOf(0); at >= 0; at = bytes.indexOf(0, from)) {
    fields.push(bytes.subarray(from, at));
    from = at + 1;
  }
  fields.push(bytes.subarray(from));
  const files: FileEntry[] = [];
  for (let at = 0; at + 1 < fields.length;) {
    const status = fields[at]?.toString('latin1').split(' ').at(-1) ?? '';
    files.push({ status, path: pathFromBytes(fields[at + 1] ?? Buffer.alloc(0)) });
    at += /^[RC]/.test(status) ? 3 : 2;
  }
  return files;
}

type Hunk = { readonly start: number; readonly deleted: readonly string[]; readonly added: readonly string[] };

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@/;

/** Lines of a hunk are counted, so that one of them never passes for a header. */
function readSections(patch: string): readonly (readonly Hunk[])[] {
  const sections: Hunk[][] = [];
  const lines = patch.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line.startsWith('diff --git ')) sections.push([]);
    const [, start, before = '1', after = '1'] = HUNK.exec(line) ?? [];
    if (start === undefined) continue;
    const take = (count: number, mark: string): readonly string[] => {
      const taken: string[] = [];
      while (taken.length < count && lines[at + 1]?.startsWith(mark) === true) {
        at += 1;
        taken.push((lines[at] ?? '').slice(1));
      }
      if (lines[at + 1]?.startsWith('\\') === true) at += 1; // no newline at end of file
      return taken;
    };
    sections
      .at(-1)
      ?.push({ start: Number(start), deleted: take(Number(before), '-'), added: take(Number(after), '+') });
  }
  return sections;
}

/** Lines that only moved or were spaced otherwise come back among the added ones. */
function tellingLines({ start, deleted, added }: Hunk): readonly number[] {
  const again = new Set(added.map(withoutSpace));
  return deleted.flatMap((line, index) => (isCode(line) && !again.has(withoutSpace(line)) ? [start + index] : []));
}

/** Where only something was added: the lines that stood there. Where none did, git names the one before, and 0 at the beginning. */
function besideOf(hunk: Hunk): readonly number[] {
  const { start, deleted, added } = hunk;
  const before = new Set(deleted.map(withoutSpace));
  const adds = added.some((line) => isCode(line) && !before.has(withoutSpace(line)));
  if (!adds || tellingLines(hunk).length > 0) return [];
  return deleted.length === 0 ? [Math.max(1, start)] : deleted.map((_line, index) => start + index);
}

function isCode(line: string): boolean {
  return !EMPTY.test(line) && !COMMENT.test(line);
}

function withoutSpace(line: string): string {
  return line.replaceAll(/\s+/g, '');
}
