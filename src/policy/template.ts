import type { Node } from '../model/document.ts';
import { COMMAND, type Fact } from '../model/fact.ts';
import { attributesOf } from './conditions/attribute.ts';
import { didYouMean } from './nearest.ts';
import { type Reader, readText } from './read.ts';

/** `"{subject} would be destroyed ({path}:{line})"` with its placeholders filled from the fact. */
export type Template = (fact: Fact) => string;

/** `{remedy|what to do where the fact knows no remedy}`: the words after the bar stand in for nothing and for `unknown`. */
const PLACEHOLDER = /(:?)\{([a-z][\w-]*)(?:\|([^{}]*))?\}/gi;
const ALWAYS = ['subject', 'path', 'line', 'from', 'kind', 'branch'];

/** A placeholder that no fact of the rule can fill is a mistake: it would be printed as it stands. */
export function readTemplate(
  reader: Reader,
  node: Node,
  key: string,
  selected: readonly string[] | null,
  inventory: readonly string[],
): Template {
  const text = readText(reader, node, key);
  const known = [...ALWAYS, ...attributesOf(selected), ...inventory];
  for (const [, , name = ''] of text.matchAll(PLACEHOLDER)) {
    if (!known.includes(name)) reader.report(node.line, `${key}: nothing fills {${name}}${didYouMean(name, known)}`);
  }
  return (fact) => fill(text, fact);
}

/** Values come from the repository as they are: whoever prints them escapes them (speak/escape.ts). */
export function fill(text: string, fact: Fact): string {
  // a command has no place that a person could open
  const told = fact.where.path === COMMAND ? text.replaceAll(' ({path}:{line})', '') : text;
  return told.replaceAll(PLACEHOLDER, (_all, colon: string, name: string, otherwise: string | undefined) => {
    const found = valueOf(name, fact);
    const value = otherwise !== undefined && (found === '' || found === 'unknown') ? otherwise : found;
    return value === '' ? '' : `${colon}${value}`; // "{path}:{line}" of a fact without a line is the path alone
  });
}

function valueOf(name: string, fact: Fact): string {
  switch (name) {
    case 'subject':
      return fact.subject;
    case 'path':
      return fact.where.path;
    case 'line':
      return fact.where.range === null ? '' : String(fact.where.range.from);
    case 'from':
      return fact.from ?? fact.where.path;
    case 'kind':
      return fact.kind;
    case 'branch':
      return fact.branch ?? '';
    default:
      return String(fact.attributes[name] ?? 'unknown');
  }
}
