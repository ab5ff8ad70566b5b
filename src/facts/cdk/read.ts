import type { Path } from '../../model/change.ts';
import type { Grammars, Language, SyntaxNode } from '../../model/syntax.ts';
import { languageOf } from '../programs/language.ts';
import type { Construct, Prop } from './construct.ts';

export type Program = { readonly constructs: readonly Construct[]; readonly brokenAt: number | null };

/** All constructs of a program that are given a scope and a name in its text. */
export function readProgram(path: Path, text: string, grammars: Grammars): Program {
  const language = languageOf(path);
  return grammars.visit(language, text, (root) => {
    const calls = root.descendantsOfType(language === 'python' ? 'call' : 'new_expression');
    const constructs = calls.flatMap((call) => constructOf(call, path, language));
    const broken = root.hasError ? root.descendantsOfType('ERROR')[0] : undefined;
    return { constructs, brokenAt: root.hasError ? (broken?.startPosition.row ?? 0) + 1 : null };
  });
}

function constructOf(call: SyntaxNode, path: Path, language: Language): readonly Construct[] {
  const made = call.childForFieldName(language === 'python' ? 'function' : 'constructor');
  const given = (call.childForFieldName('arguments')?.namedChildren ?? []).filter(({ type }) => type !== 'comment');
  const [scope, id] = given;
  const type = /(?:^|\.)([A-Z]\w*)$/.exec(made?.text ?? '')?.[1];
  if (type === undefined || !scope || !id || !/^(string|template_string)$/.test(id.type)) return [];
  if (!/^(identifier|this|member_expression|attribute)$/.test(scope.type)) return [];
  return [
    {
      path,
      type,
      id: id.text.replaceAll(/^[bfru]*["'`]|["'`]$/gi, ''),
      scope: scope.text,
      home: homeOf(call),
      props: language === 'python' ? keywordsIn(given.slice(2)) : propsIn(given[2]),
      from: call.startPosition.row + 1,
      to: call.endPosition.row + 1,
    },
  ];
}

const CLASSES = new Set(['class', 'class_declaration', 'abstract_class_declaration', 'class_definition']);

function homeOf(node: SyntaxNode): string {
  for (let at = node.parent; at !== null; at = at.parent)
    if (CLASSES.has(at.type)) return at.childForFieldName('name')?.text ?? '';
  return '';
}

function propsIn(node: SyntaxNode | undefined): ReadonlyMap<string, Prop> | null {
  if (!node) return new Map();
  if (node.type !== 'object') return null;
  const props = new Map<string, Prop>();
  for (const child of node.namedChildren) {
    if (child.type === 'spread_element') return null;
    const key = child.type === 'pair' ? child.childForFieldName('key') : null;
    const value = child.childForFieldName('value');
    if (key && value) props.set(key.text, propOf(value));
    if (child.type === 'shorthand_property_identifier') props.set(child.text, propOf(child));
  }
  return props;
}

function keywordsIn(given: readonly SyntaxNode[]): ReadonlyMap<string, Prop> | null {
  const props = new Map<string, Prop>();
  for (const child of given) {
    if (child.type === 'dictionary_splat') return null;
    const [name, value] = [child.childForFieldName('name'), child.childForFieldName('value')];
    if (child.type === 'keyword_argument' && name && value) props.set(camel(name.text), propOf(value));
  }
  return props;
}

function propOf(value: SyntaxNode): Prop {
  const text = value.text === 'True' || value.text === 'False' ? value.text.toLowerCase() : value.text;
  return { text, line: value.startPosition.row + 1 };
}

function camel(name: string): string {
  return name.replaceAll(/_([a-z0-9])/g, (_whole, letter: string) => letter.toUpperCase());
}
