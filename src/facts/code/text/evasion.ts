import type { Path } from '../../../model/change.ts';
import type { Sighting } from '../sighting.ts';
import { isForeign, placeOf } from '../where.ts';
import { type Line, seen } from './lines.ts';

const CODE =
  /\.([cm]?[jt]sx?|py|go|rb|rs|java|kt|cs|php|swift|c|cc|cpp|h|hpp|sh|bash|pl|lua|ex|exs|scala|sql|vue|svelte)$/i;
/** Longer than any line a person writes, shorter than what a bundler makes. */
const LONG = 4_000;

/** What makes tools show less of a change than there is. */
export function evasion(path: Path, lines: readonly Line[]): readonly Sighting[] {
  if (/(^|\/)\.gitattributes$/.test(path)) return lines.flatMap(attribute);
  if (!CODE.test(path) || isForeign(placeOf(path))) return [];
  const isBundle = areMade(lines);
  return lines.flatMap((line): readonly Sighting[] => [
    ...marker(path, line),
    ...tooLong(path, line, isBundle),
    ...pushed(line),
  ]);
}

/** `src/auth.ts -diff`, `*.py linguist-generated` */
function attribute(line: Line): readonly Sighting[] {
  const [, pattern = '', rest = ''] = /^\s*([^#\s]\S*)\s+(.*)$/.exec(line.text.slice(0, 1000)) ?? [];
  if (!/(^|\s)(-diff|-text|binary|diff=\S+|linguist-(generated|vendored|documentation)(=true)?)(\s|$)/.test(rest))
    return [];
  if (!CODE.test(pattern) && !/^(\*|\*\*|\*\*\/\*|\/?src(\/\*\*?)?(\/\*)?|\/?(lib|app)\/\S*)$/.test(pattern)) return [];
  if (
    /generated|gen\b|dist|build|vendor|third|lock|min\.|\.pb\.|_pb2|snap|bundle|fixture|testdata|migrations?|mock|schema|sdk|client|\.d\.ts|node_modules|compiled|output|assets|static|docs?\//i.test(
      pattern,
    )
  )
    return [];
  const hides = /(^|\s)(-diff|binary|linguist-(generated|vendored)(=true)?)(\s|$)/.test(rest);
  if (!hides) return [];
  return [
    seen(line, {
      kind: 'code.address',
      how: 'evasion',
      name: pattern,
      certainty: 'likely',
      because: `${pattern} is no longer shown as source`,
    }),
  ];
}

function marker(path: Path, line: Line): readonly Sighting[] {
  if (!/\bno newline at end of file\b/i.test(line.text)) return [];
  const isAbout =
    /diff|patch|git|hunk|merge|blame|newline|eof|format|lint|change/i.test(path) || placeOf(path) !== 'source';
  const isBehindCode = /\S.*(#|\/\/|\/\*|--)\s*\\?\s*no newline at end of file/i.test(line.text);
  return [
    seen(line, {
      kind: 'code.address',
      how: 'evasion',
      name: 'no newline at end of file',
      certainty: isBehindCode && !isAbout ? 'certain' : 'possible',
      because: 'some tools drop a line that says so',
    }),
  ];
}

/** Most of it lies in long lines: a program wrote the whole file, and nobody takes it for source. */
function areMade(lines: readonly Line[]): boolean {
  let [all, long] = [0, 0];
  for (const { text } of lines) {
    all += text.length;
    if (text.length > 500) long += text.length;
  }
  return long > all / 2 && all > 20_000;
}

function tooLong(path: Path, line: Line, isBundle: boolean): readonly Sighting[] {
  if (line.text.length < LONG || placeOf(path) !== 'source') return [];
  const isData =
    (line.text.slice(0, LONG).match(/["'`]/g) ?? []).length > 60 ||
    /["'`][^"'`]{2000}/.test(line.text.slice(0, 20_000)) ||
    /data|icon|table|unicode|locale|wordlist|asset|embed|base64|svg|emoji|vocab/i.test(path);
  return [
    seen(line, {
      kind: 'code.address',
      how: 'evasion',
      name: `${line.text.length} letters`,
      certainty: isData || isBundle ? 'possible' : 'likely',
      because: 'nobody reads a line of this length',
    }),
  ];
}

/** Code far to the right of where a window ends. */
function pushed(line: Line): readonly Sighting[] {
  if (line.text.length < 200 || line.text.length > LONG) return [];
  const [, head = '', rest = ''] = /^(.{0,400}?\S)[ \t]{120,}(\S.*)$/.exec(line.text) ?? [];
  if (rest === '' || /^(\/\/|#|\/\*|\\|\||"|')/.test(rest) || !/[;(=]/.test(rest)) return [];
  return [
    seen(line, {
      kind: 'code.address',
      how: 'evasion',
      name: rest.slice(0, 60),
      certainty: 'likely',
      because: `code stands far to the right of ${head.trim().slice(0, 30)}`,
    }),
  ];
}
