import type { Path } from '../../model/change.ts';
import type { Grammars, Language, SyntaxNode } from '../../model/syntax.ts';
import { languageOf } from '../programs/language.ts';
import { type Entry, type Scope, entriesOf, bareOf, keywordOf, scopeOf, valueOf } from '../programs/value.ts';
import type { ConfigMap } from '../resource.ts';
import { type Imports, importsOf } from './imports.ts';
import { conditionsOf, eachOf } from './place.ts';
import type { Unit } from './unit.ts';
import { camel, terraformBody, terraformWord } from './words.ts';

export type Program = { readonly units: readonly Unit[]; readonly brokenAt: number | null };
export const NOTHING: Program = { units: [], brokenAt: null };

type Reading = {
  readonly path: Path;
  readonly language: Language;
  readonly imports: Imports;
  readonly scope: Scope;
  readonly components: ReadonlySet<string>;
};

/** Everything a program makes, as far as it is written with a constructor and a name. */
export function readProgram(path: Path, text: string, grammars: Grammars): Program {
  const language = languageOf(path);
  const imports = importsOf(text);
  return grammars.visit(language, text, (root) => {
    const reading = { path, language, imports, scope: scopeOf(root), components: componentsIn(text) };
    const calls = root.descendantsOfType(CALLS[language] ?? 'new_expression');
    const broken = root.hasError ? root.descendantsOfType('ERROR')[0] : undefined;
    return {
      units: calls.flatMap((call) => unitOf(call, reading)),
      brokenAt: root.hasError ? (broken?.startPosition.row ?? 0) + 1 : null,
    };
  });
}

const CALLS: Readonly<Partial<Record<Language, string>>> = { python: 'call', go: 'call_expression' };

/** Classes of this file that are components. */
function componentsIn(text: string): ReadonlySet<string> {
  const found = [
    ...text.matchAll(/class\s+(\w+)\s+extends\s+(?:\w+\.)?\w*Component(?:Resource)?\b/g),
    ...text.matchAll(/class\s+(\w+)\((?:\w+\.)?ComponentResource\)/g),
  ];
  return new Set(found.map(([, name = '']) => name));
}

function unitOf(call: SyntaxNode, reading: Reading): readonly Unit[] {
  const { language, path, scope } = reading;
  const made = call.childForFieldName(language === 'typescript' || language === 'tsx' ? 'constructor' : 'function');
  const given = (call.childForFieldName('arguments')?.namedChildren ?? []).filter(({ type }) => type !== 'comment');
  const parts = partsOf(given, language);
  const type = made ? typeOf(made.text, reading, parts) : null;
  if (!parts || type === null) return [];
  const name = valueOf(parts.name, scope);
  const options = optionsOf(parts.options, reading);
  return [
    {
      path,
      type: type.name,
      isComponent: type.isComponent,
      name: typeof name === 'string' ? name : (JSON.stringify(name) ?? ''),
      body: bodyOf(parts.args, scope),
      options: options.values,
      from: call.startPosition.row + 1,
      to: call.endPosition.row + 1,
      lines: new Map([...linesOf(parts.args ?? []), ...options.lines]),
      conditions: conditionsOf(call, scope),
      each: eachOf(call, scope),
    },
  ];
}

type Parts = {
  readonly name: SyntaxNode;
  /** null: they come from elsewhere. */
  readonly args: readonly Entry[] | null;
  readonly options: readonly SyntaxNode[];
};

function partsOf(given: readonly SyntaxNode[], language: Language): Parts | null {
  if (language === 'python') return pythonParts(given);
  const [name, args, ...options] = language === 'go' ? given.slice(1) : given;
  if (!name || !NAMES.test(name.type)) return null;
  const isNone = !args || /^(undefined|null|nil)$/.test(args.type);
  return { name, args: isNone ? [] : entriesWhole(args), options };
}

const NAMES =
  /^(string|template_string|identifier|concatenated_string|binary_expression|binary_operator|member_expression|attribute|interpreted_string_literal|raw_string_literal|call_expression|call)$/;

function entriesWhole(node: SyntaxNode): readonly Entry[] | null {
  const plain = bareOf(node);
  const pours = plain.namedChildren.some(({ type }) => type === 'spread_element');
  return pours ? null : entriesOf(plain);
}

function pythonParts(given: readonly SyntaxNode[]): Parts | null {
  const keywords = given.flatMap(keywordOf);
  const places = given.filter(({ type }) => !/^(keyword_argument|dictionary_splat|list_splat)$/.test(type));
  const name = keywords.find(({ key }) => key === 'resource_name')?.value ?? places[0];
  if (!name || !NAMES.test(name.type)) return null;
  const options = keywords.filter(({ key }) => key === 'opts').map(({ value }) => value);
  const args = keywords.find(({ key }) => key === 'args')?.value ?? places[1];
  const said = keywords.filter(({ key }) => !/^(opts|resource_name|args)$/.test(key));
  const isPoured = given.some(({ type }) => type === 'dictionary_splat');
  const inner = args ? entriesOf(bareOf(args)) : [];
  return {
    name,
    args: isPoured || inner === null ? null : [...inner, ...said],
    options,
  };
}

type Type = { readonly name: string; readonly isComponent: boolean };

function typeOf(made: string, reading: Reading, parts: Parts | null): Type | null {
  const [head = '', ...rest] = made.split('.');
  const last = rest.at(-1) ?? head;
  const library = reading.imports.get(head);
  if (reading.language === 'go') return goType(library, rest.join('.'));
  if (!/^[A-Z]\w*$/.test(last) || /(Args|Options|Asset|Archive)$/.test(last)) return null;
  if (library !== undefined) {
    const name = [library, ...rest].join('.').replaceAll(/\.lambda_\b/g, '.lambda');
    return name.startsWith('pulumi.') ? null : { name, isComponent: false };
  }
  const looks = reading.components.has(last) || (rest.length <= 1 && isGuided(parts));
  return looks ? { name: last, isComponent: true } : null;
}

/** Only a resource is told who its parent is. */
function isGuided(parts: Parts | null): boolean {
  return /parent|protect|provider|depends_?on|aliases/i.test(parts?.options[0]?.text ?? '');
}

function goType(library: string | undefined, made: string): Type | null {
  const name = /^New([A-Z]\w*)$/.exec(made)?.[1];
  if (library === undefined || name === undefined || library === 'pulumi') return null;
  return { name: `${library}.${name}`, isComponent: false };
}

function bodyOf(args: readonly Entry[] | null, scope: Scope): ConfigMap | null {
  if (args === null) return null;
  const map: ConfigMap = Object.fromEntries(args.map(({ key, value }) => [key, valueOf(value, scope)]));
  return terraformBody(map);
}

function linesOf(entries: readonly Entry[], prefix = '', depth = 0): readonly (readonly [string, number])[] {
  if (depth > 6) return [];
  return entries.flatMap(({ key, value, line }): readonly (readonly [string, number])[] => {
    const path = `${prefix}${terraformWord(key)}`;
    const inner = entriesOf(bareOf(value)) ?? [];
    return [[path, line], ...linesOf(inner, `${path}.`, depth + 1)];
  });
}

type Options = { readonly values: ConfigMap; readonly lines: readonly (readonly [string, number])[] };

/** An object, `ResourceOptions(…)`, or in Go one call for each. */
function optionsOf(nodes: readonly SyntaxNode[], { scope, language }: Reading): Options {
  const entries = nodes.flatMap((node): readonly Entry[] =>
    language === 'go' ? goOption(node) : (entriesOf(bareOf(node)) ?? mergedIn(node)),
  );
  const values = entries.map(({ key, value }) => {
    return [camel(key), valueOf(value, scope)] as const;
  });
  return { values: Object.fromEntries(values), lines: entries.map(({ key, line }) => [camel(key), line] as const) };
}

function goOption(node: SyntaxNode): readonly Entry[] {
  const name = /^pulumi\.([A-Z]\w*)$/.exec(node.childForFieldName('function')?.text ?? '')?.[1];
  const value = node.childForFieldName('arguments')?.namedChildren[0];
  return name !== undefined && value ? [{ key: camel(name), value, line: node.startPosition.row + 1 }] : [];
}

/** `pulumi.mergeOptions(opts, { protect: true })`. */
function mergedIn(node: SyntaxNode): readonly Entry[] {
  const given = node.childForFieldName('arguments')?.namedChildren ?? [];
  return given.flatMap((one) => entriesOf(bareOf(one)) ?? []);
}
