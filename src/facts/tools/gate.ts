import type { Invocation } from '../shell/invocation.ts';
import { type GuardPart, partOf } from '../guard-parts.ts';
import type { Effect, Family } from './family.ts';
import { literalsOf } from './secrets/literals.ts';

/** Commands that answer for a person, stop the gate, or start an agent without it. */
export const gate: Family = {
  id: 'gate',
  tools: ['*'],
  read: (run) => {
    const words = run.args.map(({ text }) => text);
    const said = words.join(' ').slice(0, 4_000);
    if (/(^| )(--help|-h)$/.test(said)) return [];
    const opened = [
      ofVerb(run, words),
      ofProcess(run, said),
      ofAgent(run, said),
      ofHooks(run, said),
      ofVariables(run, words),
      ofFiles(run, words),
      ofRemoval(run, words),
      ofPrograms(run),
    ];
    return opened.flatMap((one) => one ?? []);
  },
};

type Part = 'gate' | GuardPart;
type Direction = 'weaken' | 'unclear' | 'install';

function change(subject: string, part: Part, direction: Direction = 'weaken'): Effect {
  // guard.change says nothing of why: its subject must
  return { kind: 'guard.change', subject, attributes: { direction, part } };
}

/** `npx x` is read as x already. */
const STARTERS = /^(node|deno|bun)$/;
const PERSONAL = /^(approve|uninstall|promote|label|revoke|grant|disable|off|pause|trust)$/;

/** What a person says to guardrail; `check`, `explain`, `status` and the like are for everybody. */
function ofVerb({ tool, program }: Invocation, words: readonly string[]): Effect | null {
  const at = STARTERS.test(tool)
    ? words.findIndex((text) => /(^|\/)guardrail(\.mjs|@\S+)?$|(^|\/)guardrail\/dist\/\S+\.mjs$/.test(text))
    : -1;
  if (at < 0 && !/^guardrail(\.mjs)?$/.test(tool) && !/(^|\/)guardrail\.mjs$/.test(program.text)) return null;
  const rest = words.slice(at + 1).filter((text) => text !== '--');
  const plain = rest.filter((text) => !text.startsWith('-'));
  const [verb = '', second = ''] = plain;
  if (PERSONAL.test(verb)) return change(`guardrail ${verb}, which is for a person to say`, 'gate');
  if (verb === 'daemon' && /^(stop|restart|uninstall|kill)$/.test(second))
    return change(`guardrail daemon ${second}`, 'gate');
  if (verb === 'approvals' && /^(add|import|push|remove|revoke)$/.test(second))
    return change(`guardrail approvals ${second}`, 'gate');
  if (verb === 'init') return change('guardrail init', 'gate', 'install');
  return null;
}

const ENDS = /^(pkill|killall|taskkill|systemctl|service|launchctl|rc-service|kill|stop-process|sc|brew|fuser)$/;

/** `pkill -f guardrail`, `kill $(pgrep guardrail)`, `systemctl --user stop guardrail`. */
function ofProcess({ tool, args }: Invocation, said: string): Effect | null {
  if (!ENDS.test(tool)) return null;
  const sources = args.map(({ source }) => source).join(' ');
  if (!/guardrail/i.test(`${said} ${sources}`) || /^(status|is-active|show|list|restart-?)/.test(said)) return null;
  if (
    /^(systemctl|service|launchctl|rc-service|brew|sc)$/.test(tool) &&
    !/\b(stop|disable|mask|kill|bootout|unload|remove|delete)\b/.test(said)
  )
    return null;
  return change(`${tool} stopping guardrail`, 'gate');
}

const AGENTS: readonly (readonly [tools: RegExp, words: RegExp, how: string, direction: Direction])[] = [
  [
    /^claude$/,
    /(^| )--bare\b|disableAllHooks|--setting-sources[= ]("")?( |$)|allowManagedHooksOnly/,
    'without its hooks',
    'weaken',
  ],
  [
    /^claude$/,
    /--(allow-)?dangerously-skip-permissions|--permission-mode[= ](bypassPermissions|dontAsk)/,
    'without being asked',
    'install',
  ],
  [
    /^claude$/,
    /^mcp (add|add-json|add-from-claude-desktop|remove)\b|^config (set|add|remove)\b|^plugin (install|disable|uninstall|marketplace add)\b/,
    'with other settings',
    'install',
  ],
  [
    /^codex$/,
    /--dangerously-bypass-hook-trust|hooks\s*=\s*(false|\{\})|features\.\w*hooks\w*=false|--disable[= ]\w*hooks/,
    'without its hooks',
    'weaken',
  ],
  [
    /^codex$/,
    /--dangerously-bypass-approvals-and-sandbox|(^| )--yolo\b|danger-full-access|approval_policy=\W?never/,
    'without being asked',
    'install',
  ],
  [/^codex$/, /^mcp (add|remove)\b/, 'with other settings', 'install'],
  [/^gemini$/, /(^| )(--yolo|-y|--approval-mode[= ]yolo)( |$)/, 'without being asked', 'install'],
  [
    /^gemini$/,
    /^(mcp (add|remove)|hooks (disable|migrate)|extensions (install|disable|uninstall))\b/,
    'with other settings',
    'install',
  ],
  [/^(cursor-agent|cursor)$/, /^(agent )?.*(^| )(--force|-f|--yolo)( |$)/, 'without being asked', 'install'],
  [/^copilot$/, /--allow-all(-tools|-paths)?\b|--yolo/, 'without being asked', 'install'],
  [/^opencode$/, /--pure\b/, 'without its plugins', 'weaken'],
  [
    /^(amp|aider|goose|droid|qwen|crush|kilocode|auggie)$/,
    /--dangerously-allow-all|--yes-always|--skip-permissions(-unsafe)?|--yolo|(^| )-y( |$)/,
    'without being asked',
    'install',
  ],
];

const ALL_AGENTS = new RegExp(AGENTS.map(([tools]) => tools.source).join('|'));

function ofAgent(run: Invocation, said: string): Effect | null {
  const name = PACKAGES[run.tool] ?? run.tool;
  const row = ALL_AGENTS.test(name) ? AGENTS.find(([tools, words]) => tools.test(name) && words.test(said)) : undefined;
  return row === undefined ? null : change(`${name} started ${row[2]}`, 'agent-settings', row[3]);
}

/** As their packages are called: `npx @anthropic-ai/claude-code`. */
const PACKAGES: Readonly<Record<string, string>> = {
  'claude-code': 'claude',
  'gemini-cli': 'gemini',
  'opencode-ai': 'opencode',
};

const HOOKS = /^(husky|lefthook|pre-commit|simple-git-hooks|overcommit|ghooks)$/;

/** Programs that take git's hooks out again. */
function ofHooks({ tool }: Invocation, said: string): Effect | null {
  if (!HOOKS.test(tool)) return null;
  const words = `${tool} ${said}`;
  return /^(husky|lefthook|pre-commit|simple-git-hooks|overcommit|ghooks) (uninstall|--uninstall|unset)\b/.test(words)
    ? change(`${tool} taking the hooks out`, 'hook')
    : null;
}

const SILENCES = /^(OPENCODE_PURE|CLAUDE_CODE_SIMPLE|DISABLE_HOOKS|CLAUDE_CODE_DISABLE_HOOKS)$/;

/** Variables by which guardrail and the agents' hooks know whom they have before them. */
function ofVariables({ tool, assigned, args }: Invocation, words: readonly string[]): Effect | null {
  const isAgent = /^(claude|codex|gemini|opencode|cursor-agent|copilot|amp)$/.test(tool);
  const set = Object.keys(assigned);
  const declared = /^(export|declare|setx?|unset)$/.test(tool)
    ? [...words, ...args.map(({ source }) => source)].map((text) => text.replace(/=.*$/s, ''))
    : [];
  const name = [...set, ...declared].find(
    (one) => /^GUARDRAIL_(?!ROLE$|DEBUG$|COLOR$|JSON$)\w+$/.test(one) || (isAgent && SILENCES.test(one)),
  );
  return name === undefined
    ? null
    : change(`${name}, which tells the gate what it is, set by a command`, 'gate', 'unclear');
}

const OWN =
  /(^|\/)(\.config|\.local\/(state|share)|Library\/Application Support|AppData\/\w+)\/guardrail(\/|$)|(^|\/)node_modules\/(\.bin\/)?guardrail(\/|$)|(^|\/)\.git\/refs\/guardrail/;
const TOUCHES =
  /^(rm|unlink|shred|mv|cp|ln|tee|truncate|chmod|chown|install|dd|sqlite3|rsync|sed|perl|touch|rmdir|mkdir|jq)$/;

/** Its log, its state and its own program, outside of every repository. */
function ofFiles({ tool, redirects }: Invocation, words: readonly string[]): Effect | null {
  const written = redirects.filter(({ operator }) => operator.includes('>')).map(({ target }) => target.text);
  const named = TOUCHES.test(tool) ? words : [];
  const isReading =
    (tool === 'sqlite3' && words.some((text) => /^(-readonly|\s*select\b)/i.test(text))) ||
    (tool === 'sed' && !words.some((text) => /^-\w*i/.test(text))) ||
    tool === 'jq';
  const found = [...written, ...(isReading ? [] : tool === 'cp' ? named.slice(-1) : named)].find((text) =>
    OWN.test(text),
  );
  return found === undefined ? null : change(found, 'gate');
}

const MANAGERS = /^(npm|pnpm|yarn|bun|pip3?|pipx|uv|brew|volta)$/;

/** `npm uninstall guardrail`, `git rm .husky/pre-commit`. */
function ofRemoval({ tool }: Invocation, words: readonly string[]): Effect | null {
  if (tool !== 'git' && !MANAGERS.test(tool)) return null;
  const [verb = '', ...rest] = words.filter((text) => !text.startsWith('-'));
  if (MANAGERS.test(tool) && /^(uninstall|un|unlink|remove|rm|r)$/.test(verb))
    return rest.some((text) => /(^|\/)guardrail(@|$)/.test(text)) ? change('guardrail', 'gate') : null;
  if (tool !== 'git' || (verb !== 'rm' && verb !== 'mv')) return null;
  for (const path of verb === 'mv' ? rest.slice(0, -1) : rest) {
    const part = partOf(path.replace(/^\.\//, '').replace(/\/$/, '/pre-commit'));
    if (part !== null) return change(path, part);
  }
  return null;
}

const WRITES =
  /writeFile|appendFile|createWriteStream|unlink|rmSync|\brm\(|rename|copyFile|chmod|truncate|File\.(write|delete|open)|file_put_contents|Bun\.write|Deno\.(write|remove)|write_text|shutil|os\.(remove|rename|unlink)|['"][wa]\+?['"]/;

/** A program of one line that writes what an agent may do. */
function ofPrograms({ programs }: Invocation): Effect | null {
  for (const { from, text } of programs) {
    if (from === 'file' || !WRITES.test(text.slice(0, 20_000))) continue;
    for (const said of literalsOf(text)) {
      const part = said.length < 200 && /[/.]/.test(said) ? partOf(said) : null;
      if (part !== null) return change(said, part, 'unclear');
    }
  }
  return null;
}
