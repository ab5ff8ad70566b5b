import type { Path } from '../../../model/change.ts';
import type { Certainty } from '../../secret-files.ts';
import type { Sighting } from '../sighting.ts';
import { isForeign, placeOf } from '../where.ts';
import { type Line, MOST_LETTERS, seen } from './lines.ts';

const BIDI = /[\u202A-\u202E\u2066-\u2069]/;
const RTL = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/;
const WIDTHLESS = /[\u200B\u2060\u2062-\u2064\u180E\u00AD\uFEFF\u115F\u1160\u3164\uFFA0]|[\u200C\u200D]/;
const TAGS = /\u{E0001}|[\u{E0020}-\u{E007F}]/u;
const ANY =
  /\u00AD|\u115F|\u1160|\u180E|[\u200B-\u200F]|[\u202A-\u202E]|[\u2060-\u2069]|\u3164|\uFEFF|\uFFA0|[\u{E0000}-\u{E007F}]/u;
/** Letters of scripts in which joiners are spelling, and pictures that are joined. */
const JOINED = /[\u0600-\u08FF\u0900-\u0DFF\u1000-\u109F\u1780-\u17FF]|\p{Extended_Pictographic}/u;
const WORDS =
  /\.(md|mdx|rst|txt|adoc|html?|po|pot|xlf|xliff|strings|srt|vtt|csv|tsv|svg|xml)$|(^|\/)(i18n|l10n|locales?|lang|languages|translations?|messages)\//i;

/** What a reader does not see and a program does. */
export function hidden(path: Path, lines: readonly Line[]): readonly Sighting[] {
  const isText = WORDS.test(path);
  const isTest = placeOf(path) === 'test' || /unicode|bidi|utf-?8|emoji|width|escape|invisible|hidden/i.test(path);
  const isMade = isForeign(placeOf(path));
  return lines.flatMap((line): readonly Sighting[] => {
    const text = line.text.slice(0, MOST_LETTERS * 4);
    if (!ANY.test(text)) return [];
    const found = kindOf(text, line.number, isText);
    if (found === null) return [];
    const [name, rated] = found;
    const certainty: Certainty = isTest || isMade || isShown(text) ? 'possible' : rated;
    return [
      seen(line, {
        kind: 'code.address',
        how: 'hidden-characters',
        name,
        certainty,
        because: `the line holds ${name} that nobody sees`,
      }),
    ];
  });
}

/** Named to be looked for: a range of characters, one alone in quotes, a slash kept from ending a comment, a table of letters. */
function isShown(text: string): boolean {
  const left = text
    .replaceAll(/\[[^\]\n]{0,60}\]/g, (part) => (/^\[\^?(?:[^\w\s]|\\[\w{}]+)+\]$/.test(part) ? '' : part))
    .replaceAll(/(["'`])\uFEFF\1/g, '')
    .replaceAll(/\*\u200B\//g, '')
    .replaceAll(/\/\^?\uFEFF\+?\//g, '');
  if (!ANY.test(left)) return true;
  return !BIDI.test(left) && !TAGS.test(left) && (left.match(/[^\p{ASCII}]/gu) ?? []).length > 40;
}

type Found = readonly [name: string, certainty: Certainty];

function kindOf(text: string, number: number, isText: boolean): Found | null {
  if (TAGS.test(text) && !isFlag(text)) return ['tag characters', 'certain'];
  if (BIDI.test(text)) return turned(text, isText);
  const rest = number === 1 ? text.replace(/^\uFEFF/, '') : text;
  return WIDTHLESS.test(rest) && !isSpelling(rest) ? widthless(rest, isText) : null;
}

function turned(text: string, isText: boolean): Found | null {
  const name = 'characters that turn the direction';
  if (RTL.test(text)) return isText ? null : [name, 'possible'];
  return [name, isText ? 'likely' : 'certain'];
}

/** Only joiners, in a script or a picture that is joined. */
function isSpelling(text: string): boolean {
  return !/[\u200B\u2060-\u2064\u180E\u00AD\uFEFF\u115F\u1160\u3164\uFFA0]/.test(text) && JOINED.test(text);
}

function widthless(text: string, isText: boolean): Found {
  // inside a word it makes two names look like one
  const isInWord = /\w(?:\u200B|\u200C|\u200D|[\u2060-\u2064]|\u00AD|\uFEFF|\u115F|\u1160|\u3164|\uFFA0)+\w/.test(text);
  const isWide = /[\u115F\u1160\u3164\uFFA0]/.test(text) && !/[\uAC00-\uD7AF\u1100-\u11FF]/.test(text);
  if (isWide) return ['a letter that is a blank', isText ? 'likely' : 'certain'];
  if (isText) return ['characters without width', 'possible'];
  return ['characters without width', isInWord ? 'certain' : 'likely'];
}

/** The flags of England, Scotland and Wales are spelled with tags. */
function isFlag(text: string): boolean {
  return (
    /\u{1F3F4}[\u{E0020}-\u{E007F}]+/u.test(text) &&
    !TAGS.test(text.replaceAll(/\u{1F3F4}[\u{E0020}-\u{E007F}]+/gu, ''))
  );
}
