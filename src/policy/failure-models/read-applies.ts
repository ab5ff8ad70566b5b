import type { Node } from '../../model/document.ts';
import type { FailureModel } from '../../model/failure-model.ts';
import { kinds } from '../../model/kinds.ts';
import { LANGUAGES } from '../../model/language.ts';
import { selectKinds } from '../conditions/fact.ts';
import { didYouMean } from '../nearest.ts';
import { type Fields, type Reader, readFields, readItems, readText, readTexts } from '../read.ts';
import { readGlobs } from '../value.ts';

type Applies = Pick<FailureModel, 'matches' | 'languages' | 'facts' | 'words'>;

const KEYS = ['paths', 'not', 'languages', 'facts', 'words'];
const EVERYTHING: Applies = { matches: () => true, languages: [], facts: [], words: [] };
const MOST_WORDS = 60;

/** `applies: {paths, not, languages, facts, words}`: what is left out asks for nothing. */
export function readApplies(reader: Reader, node: Node | null): Applies {
  if (node === null) return EVERYTHING;
  const fields = readFields(reader, node, 'applies', KEYS);
  for (const { key, line, value } of fields.values())
    if (readItems(value).length === 0) reader.report(line, `applies: ${key} is empty; leave it out to ask for nothing`);
  const [paths, not] = [globsOf(reader, fields, 'paths'), globsOf(reader, fields, 'not')];
  return {
    matches: (path) => (paths?.(path) ?? true) && not?.(path) !== true,
    languages: readLanguages(reader, fields),
    facts: readFacts(reader, fields),
    words: readWords(reader, fields),
  };
}

function globsOf(reader: Reader, fields: Fields, key: string): ((path: string) => boolean) | null {
  const entry = fields.get(key);
  return entry === undefined ? null : readGlobs(reader, entry.value, key);
}

function readLanguages(reader: Reader, fields: Fields): readonly string[] {
  const known = LANGUAGES.map(([language]) => language);
  return readItems(fields.get('languages')?.value ?? NOTHING).map((item) => {
    const word = readText(reader, item, 'languages');
    if (!known.includes(word))
      reader.report(item.line, `languages: no language is called "${word}"${didYouMean(word, known)}`);
    return word;
  });
}

/** Globs become the kinds they stand for: whoever selects by them knows no globs. */
function readFacts(reader: Reader, fields: Fields): readonly string[] {
  const node = fields.get('facts')?.value;
  return node === undefined ? [] : [...new Set(selectKinds(reader, node, 'facts', Object.keys(kinds)))];
}

function readWords(reader: Reader, fields: Fields): readonly string[] {
  const entry = fields.get('words');
  if (entry === undefined) return [];
  const words = readTexts(reader, entry.value, 'words').map((word) => word.toLowerCase().replaceAll(/\s+/g, ' '));
  if (words.length > MOST_WORDS) reader.report(entry.line, `words: ${words.length} of them; at most ${MOST_WORDS}`);
  if (words.some((word) => word.trim() === '' || word.length > 60))
    reader.report(entry.line, 'words: a word has between 1 and 60 letters');
  return words;
}

const NOTHING: Node = { kind: 'value', line: 1, value: null };
