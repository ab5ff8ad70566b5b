import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { absent, isSameState, readState, textFile, type FileState } from '../../system/files.ts';
import type { FileEdit } from './plan.ts';
import { addToYaml, type Addition } from './team-yaml.ts';

const JUDGING = ['pre-commit', 'prepare-commit-msg', 'commit-msg', 'pre-push'] as const;
type Judging = (typeof JUDGING)[number];
const RUNNER = '.guardrail/team-hook.sh';

/** Tracked files to write, and what a person has to do: `lines` are to be put into a file that cannot be edited safely. */
export type Team = { readonly edits: readonly FileEdit[]; readonly say: readonly string[] };

/**
 * Tracked hooks for clones where nobody ran init. They judge where guardrail is installed as a dependency, leave it to the
 * clone's own hooks where it has some, and only warn where there is neither: the required check in CI is the authority.
 */
export async function planTeam(root: string): Promise<Team> {
  const manager = managers.find(({ files }) => files.some((file) => existsSync(join(root, file))));
  const planned = manager === undefined ? await scripts(root, '.githooks') : await manager.plan(root);
  return { ...planned, edits: planned.edits.filter((edit) => !isSameState(edit.current, edit.wanted)) };
}

type Manager = { readonly files: readonly string[]; readonly plan: (root: string) => Promise<Team> };

const LEFTHOOK = ['lefthook.yml', 'lefthook.yaml', '.lefthook.yml', '.lefthook.yaml', '.config/lefthook.yml'];
const managers: readonly Manager[] = [
  { files: ['.husky'], plan: (root) => scripts(root, '.husky') },
  { files: LEFTHOOK, plan: (root) => yaml(root, LEFTHOOK, JUDGING.map(lefthookEntry), 'lefthook install') },
  {
    files: ['.pre-commit-config.yaml'],
    plan: (root) =>
      yaml(
        root,
        ['.pre-commit-config.yaml'],
        [PRE_COMMIT],
        'pre-commit install -t prepare-commit-msg -t commit-msg (pushes are judged by guardrail init and by CI)',
      ),
  },
];

async function scripts(root: string, folder: '.husky' | '.githooks'): Promise<Team> {
  const edits = await Promise.all(
    JUDGING.map(async (event): Promise<FileEdit> => {
      const path = join(root, folder, event);
      const current = await readState(path);
      return { path, original: absent, current, wanted: withSnippet(current, event), block: null };
    }),
  );
  const next = folder === '.husky' ? 'npx husky' : 'git config core.hooksPath .githooks';
  return { edits, say: [`commit ${folder}; in each clone: ${next}`] };
}

async function yaml(
  root: string,
  names: readonly string[],
  additions: readonly Addition[],
  next: string,
): Promise<Team> {
  const name = names.find((one) => existsSync(join(root, one))) ?? '';
  const path = join(root, name);
  const current = await readState(path);
  const runner = join(root, RUNNER);
  const script = textFile(
    `#!/bin/sh\n# Run by the hook manager with the name of the event.\nevent=$1\nshift\n${teamSnippet('$event')}`,
    0o755,
  );
  const edits = [{ path: runner, original: absent, current: await readState(runner), wanted: script, block: null }];
  const say: string[] = [];
  let text = current.kind === 'file' ? current.bytes.toString('utf8') : null;
  for (const addition of additions) {
    if (text?.includes(markOf(addition)) === true) continue; // there already
    const added = text === null ? null : addToYaml(text, addition);
    if (added === null) say.push(`add to ${name}:`, ...addition.whole.map((line) => `    ${line}`));
    else text = added;
  }
  if (text !== null && current.kind === 'file') {
    edits.push({ path, original: absent, current, wanted: textFile(text, current.mode), block: null });
  }
  return { edits, say: [...say, `commit ${name} and ${RUNNER}; in each clone: ${next}`] };
}

/** The one line by which an addition is known again. */
function markOf({ lines }: Addition): string {
  return lines.find((line) => line.includes(RUNNER))?.trim() ?? RUNNER;
}

function lefthookEntry(event: Judging): Addition {
  const given = { 'pre-commit': '', 'prepare-commit-msg': ' {1}', 'commit-msg': ' {1}', 'pre-push': ' {1} {2}' }[event];
  const stdin = event === 'pre-push' ? ['  use_stdin: true'] : [];
  const lines = ['guardrail:', ...stdin, `  run: sh ${RUNNER} ${event}${given}`];
  return {
    under: [event, 'commands'],
    lines,
    whole: [`${event}:`, '  commands:', ...lines.map((line) => `    ${line}`)],
  };
}

/** These two stages only: `pre-commit` has another name before version 3.2, and no stage is told the lines of a push. */
const HOOK = [
  '- repo: local',
  '  hooks:',
  ...(['prepare-commit-msg', 'commit-msg'] as const).flatMap((event) => [
    `    - id: guardrail-${event}`,
    '      name: guardrail',
    `      entry: sh ${RUNNER} ${event}`,
    '      language: system',
    `      stages: [${event}]`,
    '      always_run: true',
    '      verbose: true', // else it keeps our warnings to itself
  ]),
];
const PRE_COMMIT: Addition = {
  under: ['repos'],
  lines: HOOK,
  whole: ['repos:', ...HOOK.map((line) => `  ${line}`)],
};

function withSnippet(current: FileState, event: string): FileState {
  const snippet = teamSnippet(event);
  if (current.kind === 'link')
    throw new Error(`add guardrail to the ${event} hook: it is a link; add this yourself:\n${snippet}`);
  if (current.kind === 'absent') return textFile(`#!/bin/sh\n${snippet}`, 0o755);
  const text = current.bytes.toString('utf8');
  return text.includes(snippet)
    ? current
    : textFile(`${text}${text.endsWith('\n') ? '' : '\n'}${snippet}`, current.mode);
}

export function teamSnippet(event: string): string {
  return `# guardrail: judges where it is installed; CI judges in any case
if [ ! -e "$(git rev-parse --git-common-dir)/guardrail/manifest.json" ]; then
  if [ -f node_modules/guardrail/hooks/${event} ]; then sh node_modules/guardrail/hooks/${event} "$@" || exit $?
  else echo "guardrail: not installed in this clone, so nothing was judged here; CI will. Install it: npx guardrail init" >&2; fi
fi
`;
}
