import { type ConfigValue, isMap, showValue, UNKNOWN } from '../resource.ts';
import { difference, isAbsent, isNothing, textOf } from './direction.ts';
import type { Replacement } from './force-new.ts';
import type { Word } from './force-new-word.ts';

type Value = ConfigValue | undefined;
type Certainty = Replacement['certainty'];
type Found = { readonly before: Value; readonly after: Value; readonly certainty: Certainty };

/** What a change of one attribute, which replaces the resource, comes to. */
export function replacementBy(word: Word, before: Value, after: Value): readonly Replacement[] {
  const found = walk(word, word.path, before, after);
  if (found === null) return [];
  const property = word.path.join('.');
  return [{ property, because: reason(property, found), remedy: '', certainty: found.certainty }];
}

/** Down the blocks, of which Terraform may have several under one name. */
function walk(word: Word, path: readonly string[], before: Value, after: Value): Found | null {
  const [step, ...rest] = path;
  if (step === undefined) return judge(word, before, after);
  if (Array.isArray(before) || Array.isArray(after)) return walkBlocks(word, path, listOf(before), listOf(after));
  if (before === UNKNOWN || after === UNKNOWN) return { before, after, certainty: 'possible' };
  return walk(word, rest, isMap(before) ? before[step] : undefined, isMap(after) ? after[step] : undefined);
}

function walkBlocks(
  word: Word,
  path: readonly string[],
  before: readonly ConfigValue[],
  after: readonly ConfigValue[],
): Found | null {
  if (before.length > 1 && before.length === after.length && isReordered(path, before, after)) return null;
  const count = Math.max(before.length, after.length);
  let worst: Found | null = null;
  for (let at = 0; at < count; at++) {
    const found = walk(word, path, before[at], after[at]);
    if (found !== null && (worst === null || RANK.indexOf(found.certainty) < RANK.indexOf(worst.certainty)))
      worst = found;
  }
  return worst;
}

function isReordered(path: readonly string[], before: readonly ConfigValue[], after: readonly ConfigValue[]): boolean {
  const inside = (blocks: readonly ConfigValue[]) => blocks.map((block) => inBlock(block, path) ?? null);
  return difference(inside(before), inside(after), false) === 'same';
}

function inBlock(block: Value, path: readonly string[]): Value {
  const [step, ...rest] = path;
  if (step === undefined || block === UNKNOWN) return block;
  if (Array.isArray(block)) return block.map((one: ConfigValue) => inBlock(one, path) ?? null);
  return isMap(block) ? inBlock(block[step], rest) : undefined;
}

function judge(word: Word, before: Value, after: Value): Found | null {
  const absent: Value = word.absent ?? undefined;
  if (isAbsent(before)) return isAbsent(after) ? null : added(word, absent, after);
  if (isAbsent(after)) return removed(word, absent, before, after);
  const how = difference(before, after, word.ordered);
  if (how === 'same' || samePlace(word, before, after)) return null;
  return { before, after, certainty: how === 'unclear' ? 'possible' : sure(word) };
}

function added(word: Word, absent: Value, after: Value): Found | null {
  if (absent !== undefined && difference(absent, after) === 'same') return null;
  if (isNothing(after) && (absent === undefined || isNothing(absent))) return null;
  if (isKey(word) && isOwnKey(after)) return null;
  return { before: absent, after, certainty: sureOfAdded(word, absent, after) };
}

function sureOfAdded(word: Word, absent: Value, after: Value): Certainty {
  if (isKey(word) || word.named) return 'likely';
  const mayBeThere = word.filled && absent === undefined;
  if (mayBeThere || (after === UNKNOWN && absent !== undefined)) return 'possible';
  return after === UNKNOWN || (absent === undefined && word.documented) ? 'likely' : sure(word);
}

function removed(word: Word, absent: Value, before: Value, after: Value): Found | null {
  // `step = []` says that there are none; to leave the blocks out says nothing.
  if (word.filled && Array.isArray(after) && listOf(before).some(isMap)) return { before, after, certainty: 'likely' };
  if (word.kept || (isNothing(before) && (absent === undefined || isNothing(absent)))) return null;
  if (absent !== undefined && difference(before, absent) === 'same') return null;
  return { before, after: absent, certainty: before === UNKNOWN ? 'possible' : sure(word) };
}

function sure(word: Word): Certainty {
  return word.documented ? 'likely' : 'certain';
}

/** A key put in where none was written: what was encrypted with the service's own key cannot be encrypted anew in place. */
function isKey(word: Word): boolean {
  return word.filled && /kms_key(_id|_arn)?$|kms_key_name$/.test(word.path.at(-1) ?? '');
}

function isOwnKey(key: Value): boolean {
  return /alias\/aws\//.test(textOf(key) ?? '');
}

/** `West Europe` and `westeurope`, `us-east1` and `US-EAST1` are one place. */
function samePlace(word: Word, before: Value, after: Value): boolean {
  const name = (value: Value) => (textOf(value) ?? '').toLowerCase().replaceAll(' ', '');
  return word.path.at(-1) === 'location' && name(before) !== '' && name(before) === name(after);
}

function listOf(value: Value): readonly ConfigValue[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}

function reason(property: string, { before, after, certainty }: Found): string {
  const head = certainty === 'possible' ? 'may have to be replaced' : 'must be replaced';
  const [old, now] = [show(property, before), show(property, after)];
  if (isAbsent(after)) return old === SECRET ? `${head}: ${property} goes` : `${head}: ${property} ${old} goes`;
  if (now === SECRET) return `${head}: ${property} ${isAbsent(before) ? 'is added' : 'changes'}`;
  return isAbsent(before) ? `${head}: ${property} becomes ${now}` : `${head}: ${property} ${old} becomes ${now}`;
}

const SECRET = 'another value';

/** The key of a table is the name of a column and no secret. */
function show(property: string, value: Value): string {
  const name = property.split('.').at(-1) ?? property;
  if (/key_material|password|base64/.test(name) && !isAbsent(value)) return SECRET;
  return showValue(/^(hash|range|sort|partition|clustering)_key$/.test(name) ? 'name' : name, value);
}

const RANK = ['certain', 'likely', 'possible'];
