import { assignmentsIn } from './assignment.ts';
import type { Finding } from './finding.ts';
import { secretsInManifest } from './kubernetes.ts';
import { hasLongWord } from './long-word.ts';
import type { Place } from './place.ts';
import { shapesIn } from './shapes.ts';

/** A longer line is looked at in pieces that overlap by more than any token is long. */
const PIECE = 4_000;
const OVERLAP = 400;
const MOST_FINDINGS = 60;

/** The secrets that stand on lines the text did not have before. */
export function secretsOnNewLines(text: string, before: string | null, place: Place): readonly Finding[] {
  const known = new Set(before === null ? [] : before.split('\n'));
  const lines = text.split('\n');
  const found: Finding[] = [];
  for (const [index, line] of lines.entries()) {
    if (found.length > MOST_FINDINGS) break;
    if (known.has(line)) continue;
    for (const piece of pieces(line)) found.push(...onLine(piece, lines, index, place));
  }
  return [...found, ...inManifest(text, lines, known)];
}

function onLine(piece: string, lines: readonly string[], index: number, place: Place): readonly Finding[] {
  const shaped = (hasLongWord(piece) || HEADER.test(piece) ? shapesIn(piece, index + 1) : []).filter(
    ({ detector, ahead, token }) =>
      detector !== 'private-key' || piece.length > ahead.length + token.length + 1 || isKeyBody(lines, index),
  );
  const assigned = assignmentsIn(piece, index + 1, place, lines[index - 1] ?? '');
  // one secret, one name: the vendor's is the better one
  return [...shaped, ...assigned.filter(({ token }) => !shaped.some((one) => token.includes(one.token)))];
}

/** Keys whose first line is words. */
const HEADER = /-----BEGIN|PuTTY-User/;

/** A header that nothing follows is the word for a key. */
function isKeyBody(lines: readonly string[], index: number): boolean {
  const next = lines.slice(index + 1, index + 4).join('\n');
  return /(^|[\s"'+])[A-Za-z0-9+/=]{24,}|Proc-Type:|^\s*Version:|^\s*$[\s\S]+[A-Za-z0-9+/]{24}/m.test(next);
}

function inManifest(text: string, lines: readonly string[], known: ReadonlySet<string>): readonly Finding[] {
  if (!/\bkind["']?:\s*["']?Secret\b/.test(text)) return [];
  return secretsInManifest(lines).filter(({ line }) => !known.has(lines[line - 1] ?? ''));
}

function pieces(line: string): readonly string[] {
  if (line.length <= PIECE) return [line];
  const cut: string[] = [];
  for (let at = 0; at < line.length; at += PIECE - OVERLAP) cut.push(line.slice(at, at + PIECE));
  return cut;
}
