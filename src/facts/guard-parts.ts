import type { Path } from '../model/change.ts';

export type GuardPart = 'config' | 'policy' | 'hook' | 'agent-settings' | 'failure-model';

const GIT_HOOK =
  'applypatch-msg|pre-applypatch|post-applypatch|pre-commit|pre-merge-commit|prepare-commit-msg|commit-msg|post-commit|pre-rebase|post-checkout|post-merge|pre-push|pre-receive|update|post-receive|post-update|reference-transaction|post-rewrite';

const PARTS: readonly (readonly [part: GuardPart, pattern: RegExp])[] = [
  ['policy', /^\.guardrail\/policies\//],
  ['failure-model', /^\.guardrail\/failure-models\//],
  ['config', /^\.guardrail\/(?!local\/|specs\/.*\.md$)/],
  ['hook', /^\.(husky|githooks|git-hooks|lefthook)\/(?!_\/|\.gitignore$)/],
  ['hook', new RegExp(`(^|/)[\\w.-]*hooks/(.*/)?(${GIT_HOOK})$`)],
  [
    'hook',
    /(^|\/)\.?lefthook(-local)?\.(ya?ml|json|toml)$|(^|\/)\.pre-commit-config\.ya?ml$|(^|\/)\.?simple-git-hooks\.(json|[cm]?js)$/,
  ],
  ['agent-settings', /(^|\/)\.claude\/(settings(\.local)?\.json$|hooks\/)/],
  ['agent-settings', /(^|\/)\.mcp\.json$|(^|\/)\.(cursor|vscode|roo|windsurf|amazonq|kiro\/settings)\/mcp\.json$/],
  ['agent-settings', /(^|\/)\.github\/workflows\/copilot-setup-steps\.ya?ml$/],
  ['agent-settings', /(^|\/)\.codex\/.*\.(json|toml|rules)$/],
  ['agent-settings', /(^|\/)\.gemini\/(settings\.json$|hooks\/|policies\/)/],
  ['agent-settings', /(^|\/)\.cursor\/((hooks|cli|permissions|environment)\.json$|hooks\/)/],
  ['agent-settings', /(^|\/)\.github\/(hooks\/.*\.json|copilot[^/]*\.(json|ya?ml|toml)|copilot\/.*\.(json|ya?ml))$/],
  [
    'agent-settings',
    /(^|\/)(opencode\.jsonc?$|\.opencode\/(plugins?\/|.*\.jsonc?$)|\.factory\/(hooks|settings)\.json$|\.kiro\/(hooks|settings)\/|\.aider\.conf\.yml$)/,
  ],
];

/** Which part of the gate a file of the repository is. */
export function partOf(path: Path): GuardPart | null {
  return PARTS.find(([, pattern]) => pattern.test(path))?.[0] ?? null;
}
