import type { Path } from '../model/change.ts';

export type GuardLine = { readonly part: 'hook' | 'agent-settings' | 'config'; readonly line: number };

type Rule = {
  readonly files: RegExp;
  readonly part: GuardLine['part'];
  readonly line: RegExp;
  /** The line opens the gate when it comes, or when it goes. */
  readonly when: 'added' | 'removed';
};

const SCRIPTS = /(^|\/)(package\.json|(GNU)?[Mm]akefile|[Jj]ustfile|\.envrc?)$|\.(sh|bash|zsh|mk)$/;
const HOOK_FILES =
  /^[!]?\/?(\.\/)?(\*\*\/)?(\.guardrail(\/(?!local|\*\.log|\.?cache)[\w.*-]*)*\/?|\.husky(\/(?!_)[\w.*-]*)?\/?|\.githooks\/?.*|lefthook\.ya?ml|\.pre-commit-config\.ya?ml|CODEOWNERS|\.github\/CODEOWNERS)(\s|$)/;

const RULES: readonly Rule[] = [
  {
    files: SCRIPTS,
    part: 'hook',
    when: 'added',
    line: /\bgit\b[^\n#|;&]{0,120}\b(commit|push|merge|am|rebase|cherry-pick)\b[^\n#|;&]{0,200}--no-verify\b/,
  },
  {
    files: SCRIPTS,
    part: 'hook',
    when: 'added',
    line: /\bHUSKY=0\b|\bLEFTHOOK=(0|false)\b|\bHUSKY_SKIP_HOOKS=|\bSKIP_SIMPLE_GIT_HOOKS=1|\bPRE_COMMIT_ALLOW_NO_CONFIG=1/,
  },
  {
    files: SCRIPTS,
    part: 'hook',
    when: 'added',
    line: /core\.hooksPath[\s=]+["'\\]*(\/dev\/null|\/tmp\b|["']{2}|\.git\/no|nul\b)|--unset(-all)?\s+core\.hooksPath|(husky|lefthook|pre-commit) uninstall\b/i,
  },
  {
    files: SCRIPTS,
    part: 'hook',
    when: 'added',
    line: /\brm\b[^\n|;&]{0,60}\.(git\/hooks|husky|githooks|guardrail)\b|\bchmod\s+-x\b[^\n|;&]{0,60}(\.husky|\.githooks|\.git\/hooks)/,
  },
  { files: /(^|\/)\.?gitconfig$/, part: 'hook', when: 'added', line: /^\s*hooksPath\s*=/i },
  { files: /(^|\/)\.?gitconfig$/, part: 'hook', when: 'removed', line: /^\s*hooksPath\s*=/i },
  {
    files: /(^|\/)package\.json$/,
    part: 'hook',
    when: 'removed',
    line: /"(prepare|postinstall|install)"\s*:\s*"[^"]*\b(husky|lefthook|simple-git-hooks|core\.hooksPath|guardrail|pre-commit install)\b/,
  },
  {
    files: /(^|\/)package\.json$/,
    part: 'hook',
    when: 'removed',
    line: /^\s*"(pre-commit|pre-push|commit-msg|prepare-commit-msg)"\s*:/,
  },
  {
    files: SCRIPTS,
    part: 'agent-settings',
    when: 'added',
    line: /--dangerously-skip-permissions|--dangerously-bypass-approvals-and-sandbox|\b(codex|gemini|cursor-agent|copilot|aider|amp)\b[^\n|;&]{0,120}\s(--yolo|--full-auto|--allow-all-tools|--yes-always|--force)\b|--permission-mode[= ]bypassPermissions/,
  },
  {
    files: /(^|\/)\.vscode\/settings\.json$/,
    part: 'agent-settings',
    when: 'added',
    line: /"(chat\.tools\.(global\.)?autoApprove|chat\.agent\.autoApprove|github\.copilot\.chat\.agent\.autoApprove|claudeCode\.(allowDangerouslySkipPermissions|initialPermissionMode)|chat\.tools\.terminal\.(autoApprove|enableAutoApprove)|security\.workspace\.trust\.enabled)"\s*:\s*(true|"bypassPermissions"|\{|false)/,
  },
  { files: /(^|\/)\.vscode\/tasks\.json$/, part: 'agent-settings', when: 'added', line: /"runOn"\s*:\s*"folderOpen"/ },
  { files: /(^|\/)\.gitignore$|(^|\/)\.git\/info\/exclude$/, part: 'hook', when: 'added', line: HOOK_FILES },
  {
    files: /(^|\/)\.gitattributes$/,
    part: 'config',
    when: 'added',
    line: /^\/?(\*\*\/)?(\.guardrail|\.husky|\.githooks|\.claude|\.codex|CODEOWNERS|\.github\/CODEOWNERS|lefthook|\.pre-commit-config)\S*\s.*(-diff|-text|binary|linguist-(generated|vendored)|merge=(ours|theirs|union)|export-ignore|filter=)/,
  },
];

const FILES = new RegExp([...new Set(RULES.map(({ files }) => files.source))].join('|'));

/** Files that are not the gate, and in which one line can open it. */
export function mayOpenGate(path: Path): boolean {
  return FILES.test(path);
}

/** The first line that opens a gate: one that came, or one that is gone. Comments open nothing. */
export function openedBy(path: Path, before: string, after: string): GuardLine | null {
  const then = linesOf(before);
  const now = linesOf(after);
  for (const { files, part, line, when } of RULES) {
    if (!files.test(path)) continue;
    const [old, fresh] = when === 'added' ? [then, now] : [now, then];
    const known = new Set(old);
    const at = fresh.findIndex((one) => !known.has(one) && !isComment(path, one) && line.test(one));
    // the same said in another way, or in another place of the file, is no news
    if (at >= 0 && !old.some((one) => !isComment(path, one) && line.test(one)))
      return { part, line: when === 'added' ? at + 1 : 1 };
  }
  return null;
}

function isComment(path: Path, line: string): boolean {
  return line.startsWith('//') || (line.startsWith('#') && !path.endsWith('.json'));
}

const LONGEST = 2_000;

function linesOf(text: string): readonly string[] {
  return text.split('\n').map((line) => line.trim().slice(0, LONGEST).replace(/,$/, ''));
}
