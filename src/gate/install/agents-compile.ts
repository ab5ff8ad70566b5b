import type { Role, ScopeWords } from '../../policy/role.ts';

/** Roles in the words of one agent's own settings. `left` is what those have no words for: guardrail alone holds it. */
export type Compiled = { readonly file: string; readonly text: string; readonly left: readonly string[] };

type Deny = {
  readonly role: string;
  /** `terraform destroy`: what a command begins with. */
  readonly commands: readonly (readonly string[])[];
  readonly paths: readonly string[];
  /** Only these; null where any. */
  readonly only: readonly string[] | null;
  readonly left: readonly string[];
};

export function compileFor(agent: string, roles: readonly Role[]): Compiled | null {
  const write = WRITERS[agent];
  return write === undefined ? null : write(roles.map(denyOf));
}

export function compilable(): readonly string[] {
  return Object.keys(WRITERS);
}

function denyOf({ name, may, mayNot }: Role): Deny {
  const commands = (mayNot.words.commands ?? []).map(prefixOf);
  const role = (what: string): string => `role ${name}: ${what}`;
  return {
    role: name,
    commands: commands.filter((words) => words !== null),
    paths: mayNot.words.paths ?? [],
    only: may.words.paths,
    left: [
      ...unsayable(mayNot.words, 'may not', commands).map(role),
      ...unsayable({ ...may.words, paths: null }, 'may only', []).map(role),
    ],
  };
}

/** Null where it is no beginning of a command: a target, a context, a pattern in the middle. */
function prefixOf(words: Readonly<Record<string, string>>): readonly string[] | null {
  const { tool, verb, ...rest } = words;
  if (tool === undefined || Object.keys(rest).length > 0) return null;
  const said = [tool, ...(verb === undefined || verb === '*' ? [] : verb.split(' '))];
  return said.every((word) => /^[\w.-]+$/.test(word)) ? said : null;
}

function unsayable(
  words: ScopeWords,
  verb: string,
  prefixes: readonly (readonly string[] | null)[],
): readonly string[] {
  const commands = (words.commands ?? []).filter((_, i) => (prefixes[i] ?? null) === null);
  return [
    ...(words.facts === null ? [] : [`${verb}: facts ${words.facts.join(', ')}`]),
    ...commands.map(
      (one) =>
        `${verb}: command ${Object.entries(one)
          .map(([key, value]) => `${key} ${value}`)
          .join(', ')}`,
    ),
  ];
}

function onlyLeft(denies: readonly Deny[]): readonly string[] {
  return denies.flatMap(({ role, only }) =>
    only === null ? [] : [`role ${role}: may only: paths ${only.join(', ')}`],
  );
}

const all = (denies: readonly Deny[]): readonly string[] => denies.flatMap(({ left }) => left);
const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
const comments = (left: readonly string[]): string =>
  left.map((one) => `# not said here, guardrail holds it: ${one}\n`).join('');

type Write = (denies: readonly Deny[]) => Compiled;

/** https://code.claude.com/docs/en/permissions: `/x` is below the folder of the settings' project. */
const claude: Write = (denies) => {
  const commands = denies.flatMap((one) => one.commands).map((words) => `Bash(${words.join(' ')}:*)`);
  const paths = denies.flatMap((one) => one.paths).map((path) => `Edit(/${path})`);
  return {
    file: '.claude/settings.local.json',
    text: json({ permissions: { deny: [...commands, ...paths] } }),
    left: [...all(denies), ...onlyLeft(denies)],
  };
};

/** https://developers.openai.com/codex/rules */
const codex: Write = (denies) => {
  const rules = denies.flatMap(({ role, commands }) =>
    commands.map(
      (words) =>
        `prefix_rule(pattern = ${JSON.stringify(words)}, decision = "forbidden", justification = ${JSON.stringify(`role ${role} of .guardrail/config.yaml`)})\n`,
    ),
  );
  const paths = denies.flatMap(({ role, paths: own }) =>
    own.length === 0 ? [] : [`role ${role}: may not: paths ${own.join(', ')}`],
  );
  const left = [...all(denies), ...paths, ...onlyLeft(denies)];
  return { file: '~/.codex/rules/guardrail.rules', text: `${rules.join('')}${comments(left)}`, left };
};

/** docs/reference/policy-engine.md of Gemini CLI. */
const gemini: Write = (denies) => {
  const rule = (fields: readonly string[]): string =>
    `[[rule]]\n${fields.join('\n')}\ndecision = "deny"\npriority = 900\n\n`;
  const rules = denies.flatMap(({ commands, paths }) => [
    ...commands.map((words) =>
      rule(['toolName = "run_shell_command"', `commandPrefix = ${JSON.stringify(words.join(' '))}`]),
    ),
    ...paths
      .filter(isFolder)
      .map((path) =>
        rule([
          'toolName = ["write_file", "replace"]',
          `argsPattern = '"file_path":"([^"]*/)?${escapeRegex(path.replace(/\*\*$/, ''))}'`,
        ]),
      ),
  ]);
  const others = denies.flatMap(({ role, paths }) =>
    paths.filter((path) => !isFolder(path)).map((path) => `role ${role}: may not: path ${path}`),
  );
  const left = [...all(denies), ...others, ...onlyLeft(denies)];
  return { file: '~/.gemini/policies/guardrail.toml', text: `${rules.join('')}${comments(left)}`, left };
};

const isFolder = (path: string): boolean => /^[\w./-]+\/\*\*$/.test(path);
const escapeRegex = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** https://cursor.com/docs/cli/reference/permissions: a shell rule names the program, and no more. */
const cursor: Write = (denies) => {
  const whole = denies.flatMap((one) => one.commands).filter((words) => words.length === 1);
  const verbs = denies.flatMap(({ role, commands }) =>
    commands.filter((words) => words.length > 1).map((words) => `role ${role}: may not: ${words.join(' ')}`),
  );
  const deny = [
    ...whole.map((words) => `Shell(${words.join(' ')})`),
    ...denies.flatMap((one) => one.paths).map((path) => `Write(${path})`),
  ];
  return {
    file: '.cursor/cli.json',
    text: json({ permissions: { allow: [], deny } }),
    left: [...all(denies), ...verbs, ...onlyLeft(denies)],
  };
};

/** It has no file for this: flags of each start. */
const copilot: Write = (denies) => {
  const flags = denies.flatMap((one) => one.commands).map((words) => `--deny-tool='shell(${words.join(' ')})'`);
  const paths = denies.flatMap(({ role, paths: own }) =>
    own.length === 0 ? [] : [`role ${role}: may not: paths ${own.join(', ')}`],
  );
  const left = [...all(denies), ...paths, ...onlyLeft(denies)];
  return { file: 'the command line', text: `copilot ${flags.join(' ')}\n${comments(left)}`, left };
};

/** https://opencode.ai/docs/permissions: the last pattern that fits decides. */
const opencode: Write = (denies) => {
  const bash = denies.flatMap((one) => one.commands).map((words) => [`${words.join(' ')}*`, 'deny'] as const);
  const only = denies.filter((one) => one.only !== null);
  const allowed = only.length === 1 ? (only[0]?.only ?? []) : [];
  const edit = [
    ...(allowed.length > 0 ? [['*', 'deny'] as const, ...allowed.map((path) => [path, 'allow'] as const)] : []),
    ...denies.flatMap((one) => one.paths).map((path) => [path, 'deny'] as const),
  ];
  const permission = {
    ...(bash.length === 0 ? {} : { bash: Object.fromEntries(bash) }),
    ...(edit.length === 0 ? {} : { edit: Object.fromEntries(edit) }),
  };
  // of two such lists only what is in both would be allowed, which patterns cannot say
  return {
    file: 'opencode.json',
    text: json({ permission }),
    left: [...all(denies), ...(only.length > 1 ? onlyLeft(only) : [])],
  };
};

const WRITERS: Readonly<Record<string, Write>> = {
  'claude-code': claude,
  codex,
  'gemini-cli': gemini,
  cursor,
  copilot,
  opencode,
};
