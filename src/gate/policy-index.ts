import type { Node, Shipped } from '../model/document.ts';
import { compile } from '../policy/compile.ts';
import type { Rule, Rules } from '../policy/rules.ts';
import { actorKinds } from '../policy/then.ts';

/** `policies/README.md`: every shipped rule, what it meets, why, what to do instead, and the situations it was tried on. */
export function indexPolicies(shipped: Shipped): string {
  const strict = compilePack('strict', shipped);
  const recommended = new Set(compilePack('recommended', shipped).rules.map(({ id }) => id));
  const signOff = compilePack('sign-off', shipped);
  const all = [...strict.rules, ...signOff.rules];
  const only = new Map(all.map(({ id }): [string, string] => [id, recommended.has(id) ? '' : 'strict only']));
  for (const { id } of signOff.rules) only.set(id, 'sign-off only');
  const files = [...new Set(all.map(({ source }) => source.file))].sort();
  return [
    '# Shipped policies',
    '',
    'Generated from the files beside it; `test/policies.test.ts` fails when it is not what they say.',
    'The pack `strict` has all of these rules but those of `sign-off`, and `recommended` those without a mark; `observe` is',
    '`recommended` at warn. `sign-off` stands beside them (`extends: [recommended, sign-off]`): [docs/sign-off.md](../docs/sign-off.md).',
    '',
    ...files.flatMap((file) => {
      const root = shipped.documents.find((document) => document.file === file)?.root ?? null;
      const rules = all.filter(({ source }) => source.file === file);
      return section(file, root, rules, only);
    }),
  ].join('\n');
}

function section(
  file: string,
  root: Node | null,
  rules: readonly Rule[],
  only: ReadonlyMap<string, string>,
): readonly string[] {
  const [first] = rules;
  const name = file.replace(/^policies\//, '');
  return [
    `## ${first?.policy ?? file}`,
    '',
    `${first?.title ?? ''} ([${name}](${name})). ${textAt(root, 'why')}`,
    '',
    ...rules.flatMap((rule) => ruleLines(rule, root, rules.length, only.get(rule.id) ?? '')),
  ];
}

function ruleLines(rule: Rule, root: Node | null, rules: number, only: string): readonly string[] {
  const written = itemsAt(root, 'rules').find((item) => textAt(item, 'id') === rule.id) ?? null;
  const marks = [only, rule.locked ? 'locked' : ''].filter((mark) => mark !== '');
  const why = textAt(written, 'why');
  const cases = itemsAt(root, 'cases').filter((item) => rules === 1 || textAt(item, 'rule') === rule.id);
  return [
    `- **\`${rule.id}\`** (${[sayLevels(rule), ...marks].join('; ')}): ${textAt(written, 'say')}`,
    ...(why === '' ? [] : [`  - why: ${why}`]),
    `  - instead: ${textAt(written, 'instead').replace(/^\{remedy\|(.*)\}$/, 'what the fact itself knows, else: $1')}`,
    ...cases.map((item) => `  - ${textAt(item, 'name')}: ${textAt(item, 'expect')}`),
    '',
  ];
}

function at(node: Node | null, key: string): Node | null {
  return node?.kind === 'map' ? (node.entries.find((entry) => entry.key === key)?.value ?? null) : null;
}

function textAt(node: Node | null, key: string): string {
  const value = at(node, key);
  return value?.kind === 'value' && value.value !== null ? String(value.value) : '';
}

function itemsAt(node: Node | null, key: string): readonly Node[] {
  const list = at(node, key);
  return list?.kind === 'list' ? list.items : [];
}

/** `agent deny, human ask`; one word where everybody hears the same. */
export function sayLevels({ sentences }: Rule): string {
  const rest = sentences.agent.level;
  const others = actorKinds.filter((kind) => kind !== 'agent' && sentences[kind].level !== rest);
  if (others.length === 0) return rest;
  return [`agent ${rest}`, ...others.map((kind) => `${kind} ${sentences[kind].level}`)].join(', ');
}

function compilePack(pack: string, shipped: Shipped): Rules {
  const config = `.guardrail/config.yaml`;
  const value = { kind: 'value', line: 1, value: pack } as const;
  return compile({
    name: pack,
    files: [{ path: config, text: '' }],
    shipped,
    // no text to parse: the config of one line is made here
    parse: () => ({ kind: 'read', root: { kind: 'map', line: 1, entries: [{ key: 'extends', line: 1, value }] } }),
  });
}
