import type { Shipped } from '../model/document.ts';
import { compile } from '../policy/compile.ts';
import type { Rule, Rules } from '../policy/rules.ts';
import { actorKinds } from '../policy/then.ts';

/** `policies/README.md`: every shipped rule, what it says to whom, and in which pack it is. */
export function indexPolicies(shipped: Shipped): string {
  const strict = compilePack('strict', shipped);
  const recommended = new Set(compilePack('recommended', shipped).rules.map(({ id }) => id));
  const files = [...new Set(strict.rules.map(({ source }) => source.file))].sort();
  return [
    '# Shipped policies',
    '',
    'Generated from the files beside it; `test/policies.test.ts` fails when it is not what they say.',
    'The pack `strict` has all of these rules and `recommended` those marked with a dot; `observe` is `recommended` at warn.',
    '',
    ...files.flatMap((file) =>
      section(
        file,
        strict.rules.filter(({ source }) => source.file === file),
        recommended,
      ),
    ),
  ].join('\n');
}

function section(file: string, rules: readonly Rule[], recommended: ReadonlySet<string>): readonly string[] {
  const [first] = rules;
  return [
    `## ${first?.policy ?? file}`,
    '',
    `${first?.title ?? ''} ([${file.replace(/^policies\//, '')}](${file.replace(/^policies\//, '')}))`,
    '',
    '| rule | recommended | says | locked |',
    '|---|---|---|---|',
    ...rules.map((rule) => {
      const dot = recommended.has(rule.id) ? '•' : '';
      return `| \`${rule.id}\` | ${dot} | ${sayLevels(rule)} | ${rule.locked ? 'yes' : ''} |`;
    }),
    '',
  ];
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
