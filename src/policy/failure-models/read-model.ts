import type { Document, Node } from '../../model/document.ts';
import type { FailureModel } from '../../model/failure-model.ts';
import { type Fields, type Reader, readFields, readNumber, readRequired, readText, readWord } from '../read.ts';
import { readApplies } from './read-applies.ts';
import { readDetector } from './read-detector.ts';

const KEYS = [
  'failure-model',
  'title',
  'trigger',
  'symptom',
  'fix',
  'question',
  'evidence',
  'severity',
  'mode',
  'blocks',
  'confidence',
  'applies',
  'detector',
  'origin',
  'cases',
];
const SEVERITIES = ['high', 'medium', 'low'] as const;
const MODES = ['blind', 'aware'] as const;
const BLOCKS = ['never', 'detector', 'reviewer', 'both'] as const;
const CONFIDENCE = 0.7;
const ID = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*\.[a-z0-9]+(?:-[a-z0-9]+)*$/;
/** All of it is sent with each question it is chosen for. */
const MOST_LETTERS = 500;
const EMPTY: Node = { kind: 'value', line: 1, value: null };
/** What `failure-model new` and `draft` leave for a person to write. */
export const PLACEHOLDER: RegExp = /^\s*(?:TODO|FIXME)\b/;

/** One failure model. Its cases are read elsewhere (gate/failure-models/): a broken case must not stop a review. */
export function readFailureModel(document: Document, reader: Reader, sha256: (text: string) => string): FailureModel {
  const { root, file } = document;
  const fields = readFields(reader, root, 'a failure model', KEYS);
  const text = (key: string): string => readSentence(reader, fields, key, root.line);
  const id = readId(reader, fields, file, root.line);
  const detector = readDetector(reader, fields.get('detector')?.value ?? null);
  return {
    id,
    domain: id.split('.', 1)[0] ?? '',
    title: text('title'),
    trigger: text('trigger'),
    symptom: text('symptom'),
    fix: text('fix'),
    question: readQuestion(reader, fields, root.line),
    evidence: text('evidence'),
    severity: readNeeded(reader, fields, 'severity', SEVERITIES, root.line) ?? 'low',
    mode: readOptional(reader, fields, 'mode', MODES) ?? 'blind',
    blocks: readBlocks(reader, fields, detector),
    confidence: readConfidence(reader, fields),
    ...readApplies(reader, fields.get('applies')?.value ?? null),
    detector,
    origin: text('origin'),
    source: { file, line: root.line },
    hash: sha256(JSON.stringify(withoutLines(withoutCases(root)))),
  };
}

function readSentence(reader: Reader, fields: Fields, key: string, line: number): string {
  const node = readRequired(reader, fields, key, 'a failure model', line);
  if (node === null) return '';
  const text = readText(reader, node, key).replaceAll(/\s+/g, ' ').trim();
  if (text === '') reader.report(node.line, `${key} is empty`);
  else if (PLACEHOLDER.test(text)) reader.report(node.line, `${key} is still to be written: "${text.slice(0, 60)}"`);
  else if (text.length > MOST_LETTERS)
    reader.report(
      node.line,
      `${key} has ${text.length} letters; it has at most ${MOST_LETTERS}, or a review would pay for it each time`,
    );
  return text;
}

/** `errors.swallowed` lies in `failure-models/errors/swallowed.yaml`: two files cannot fight over one id unseen. */
function readId(reader: Reader, fields: Fields, file: string, line: number): string {
  const node = readRequired(reader, fields, 'failure-model', 'a failure model', line);
  if (node === null) return '';
  const id = readText(reader, node, 'failure-model');
  if (!ID.test(id)) {
    reader.report(node.line, `failure-model: "${id}" must be a domain and a name, such as errors.swallowed`);
    return id;
  }
  const wanted = `failure-models/${id.replace('.', '/')}`;
  if (!`/${file.replace(/\.ya?ml$/, '')}`.endsWith(`/${wanted}`))
    reader.report(node.line, `failure-model: "${id}" belongs in ${wanted}.yaml, and this is ${file}`);
  return id;
}

/** A claim makes a reader see what is not there; a question leaves it the choice. */
function readQuestion(reader: Reader, fields: Fields, line: number): string {
  const question = readSentence(reader, fields, 'question', line);
  const node = fields.get('question')?.value;
  if (node !== undefined && question !== '' && !PLACEHOLDER.test(question) && !question.endsWith('?'))
    reader.report(
      node.line,
      'question must be a question and end with "?": a claim makes a reader see what is not there',
    );
  return question;
}

function readBlocks(reader: Reader, fields: Fields, detector: FailureModel['detector']): FailureModel['blocks'] {
  const blocks = readOptional(reader, fields, 'blocks', BLOCKS) ?? 'never';
  const line = fields.get('blocks')?.line ?? 1;
  if (blocks !== 'detector' && blocks !== 'both') return blocks;
  if (!fields.has('detector'))
    reader.report(line, `blocks: ${blocks} needs a detector; without one it is "reviewer" or "never"`);
  else if (detector !== null && detector.fact !== '' && !detector.fact.startsWith('code.'))
    reader.report(line, `blocks: ${blocks}: a policy refuses ${detector.fact} already; say "reviewer" or "never"`);
  return blocks;
}

function readConfidence(reader: Reader, fields: Fields): number {
  const node = fields.get('confidence')?.value;
  if (node === undefined) return CONFIDENCE;
  const confidence = readNumber(reader, node, 'confidence');
  if (confidence < 0 || confidence > 1) reader.report(node.line, 'confidence is between 0 and 1');
  return confidence;
}

function readNeeded<T extends string>(
  reader: Reader,
  fields: Fields,
  key: string,
  words: readonly T[],
  line: number,
): T | null {
  readRequired(reader, fields, key, 'a failure model', line);
  return readOptional(reader, fields, key, words);
}

function readOptional<T extends string>(reader: Reader, fields: Fields, key: string, words: readonly T[]): T | null {
  const entry = fields.get(key);
  return entry === undefined ? null : readWord(reader, entry.value, key, words);
}

function withoutCases(root: Node): Node {
  return root.kind === 'map' ? { ...root, entries: root.entries.filter(({ key }) => key !== 'cases') } : EMPTY;
}

/** What it says, wherever in the file it stands: a comment more must not make every review anew. */
function withoutLines(node: Node): unknown {
  if (node.kind === 'list') return node.items.map(withoutLines);
  if (node.kind === 'value') return node.value;
  return node.entries.map(({ key, value }) => [key, withoutLines(value)]);
}
