import { relative } from 'node:path';
import { fireDrill, type Drill } from '../gate/install/fire-drill.ts';
import { enrol } from '../daemon/watch/enrol.ts';
import { nameOfClone, prepareEvent } from '../gate/install/events.ts';
import { initAgents, offerAgents, showManaged } from '../gate/install/agents-command.ts';
import { install, prepareInstall, type Installation } from '../gate/install/install.ts';
import { chainedHooks, describePlace } from '../gate/install/describe.ts';
import { showEdit } from '../gate/install/show-edit.ts';
import { CONFIG_PATH } from '../gate/install/starter-config.ts';
import { planTeam, type Team } from '../gate/install/team.ts';
import { openGit } from '../system/git.ts';
import type { Io } from '../system/io.ts';
import type { Arguments, Command, Exit } from './command.ts';
import { sayJson } from '../speak/escape.ts';

export const command: Command = {
  name: 'init',
  summary: 'Guard this clone: hooks, rules, and a drill that shows they hold',
  takes: '[AGENT...]',
  examples: [
    ['guardrail init', 'guard this clone; running it again changes nothing'],
    ['guardrail init --dry-run', 'show every change as a diff and make none'],
    ['guardrail init --team', 'also write hooks that are committed, for clones where nobody ran init'],
    ['guardrail init --agents', 'have the AI agents found here ask before they run or write something'],
    ['guardrail init --agents claude-code,codex --scope repo', 'only these, only in this repository'],
  ],
  flags: [
    { name: 'yes', short: 'y', type: 'boolean', says: 'ask nothing (it asks nothing without a terminal either)' },
    { name: 'dry-run', short: 'n', type: 'boolean', says: 'show every change as a diff and make none' },
    { name: 'team', type: 'boolean', says: 'also write tracked hooks that only warn where guardrail is missing' },
    { name: 'restore', type: 'boolean', says: 'let the daemon put hooks back that somebody takes out, not only tell' },
    { name: 'agents', type: 'boolean', says: 'wire AI agents: the ones named, or all that are found here' },
    {
      name: 'scope',
      type: 'text',
      hint: 'user|repo',
      says: 'with --agents: every folder of yours, or this repository',
    },
    {
      name: 'http',
      type: 'boolean',
      says: 'with --agents claude-code: ask the daemon by HTTP (daemon install --http)',
    },
    {
      name: 'managed',
      type: 'boolean',
      says: 'print the settings an administrator rolls out for agents; writes nothing',
    },
    { name: 'json', type: 'boolean', says: 'what was done, as JSON' },
  ],
  run: async (args, io) => {
    if (args.has('managed')) return await showManaged(args.words, args.has('json'), io);
    if (args.has('agents')) return await wireAgents(args, io);
    const git = openGit(io.cwd, io.env);
    const planned = await prepareInstall(git, io);
    const team: Team = args.has('team') ? await planTeam(planned.layout.root) : { edits: [], say: [] };
    const changes = [...planned.changes, ...team.edits];
    if (args.has('dry-run')) return await showPlan(planned, team, io);
    const isNothingToDo = changes.length === 0 && planned.engine.isThere && planned.manifest !== null;
    if (!isNothingToDo) await install({ ...planned, team: team.edits });
    const drill = await fireDrill(git, planned.layout, io.env);
    if (!isNothingToDo) await rememberInstall(io, planned, drill);
    const repo = await nameOfClone(io, planned.layout);
    const restore = args.has('restore') ? true : null;
    await enrol(io, planned.layout, { repo, engine: planned.engine.folder, restore });
    if (args.has('json')) await io.out(`${sayJson(summary(planned, changes.length, drill))}\n`);
    else await io.err(isNothingToDo ? 'guardrail: installed already; nothing changed\n' : told(planned, io));
    await sayTeam(team, io);
    if (!args.has('json')) await io.err(await offerAgents(io, planned.layout.root));
    return await reportDrill(drill, io);
  },
};

async function showPlan(planned: Installation, team: Team, io: Io): Promise<Exit> {
  const changes = [...planned.changes, ...team.edits];
  if (!planned.engine.isThere) await io.out(`copy the engine to ${planned.engine.folder}\n`);
  for (const edit of changes) await io.out(showEdit(edit, planned.layout.root));
  await sayTeam(team, io);
  await io.err(
    changes.length === 0 ? 'guardrail: nothing to change\n' : 'guardrail: nothing was changed (--dry-run)\n',
  );
  return 0;
}

async function wireAgents(args: Arguments, io: Io): Promise<Exit> {
  const [dryRun, http, json] = [args.has('dry-run'), args.has('http'), args.has('json')];
  return await initAgents({ names: args.words, scope: args.text('scope'), dryRun, http, json }, io);
}

/** What only a person can do about hooks that are committed. */
async function sayTeam({ say }: Team, io: Io): Promise<void> {
  await io.err(say.map((line) => `  team     ${line}\n`).join(''));
}

async function rememberInstall(io: Io, planned: Installation, drill: Drill): Promise<void> {
  const { layout, plan, engine } = planned;
  const keep = await prepareEvent(io, layout);
  const chained = chainedHooks(plan).map(({ event, by }) => `${event}: ${by}`);
  const payload = { place: plan.place, engine: engine.folder, node: process.execPath, chained, drill: drill.kind };
  await keep({ kind: 'install', payload: { ...payload, git: layout.gitVersion.join('.') } });
}

function summary(planned: Installation, changed: number, drill: Drill): unknown {
  const { layout, plan, engine, config } = planned;
  return {
    v: 1,
    hooks: plan.hooks,
    place: plan.place,
    engine: engine.folder,
    chained: chainedHooks(plan),
    config: config === null ? 'kept' : 'written',
    worktrees: layout.worktrees.map((worktree) => worktree.root),
    changed,
    drill,
  };
}

function told(planned: Installation, io: Io): string {
  const { layout, plan, config, engine } = planned;
  const lines = [
    ...describePlace(plan, layout),
    `engine   ${engine.folder}`,
    config === null
      ? `rules    ${CONFIG_PATH} is there already and was kept`
      : `rules    wrote ${relative(io.cwd, config.path)}; commit it: git add ${CONFIG_PATH} && git commit -m "Guard this repository"`,
  ];
  return `guardrail: installed\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

async function reportDrill(drill: Drill, io: Io): Promise<Exit> {
  switch (drill.kind) {
    case 'refused':
      await io.err(
        '  drill    a commit with a private key was tried on a scratch index, and refused: this clone is guarded\n',
      );
      return 0;
    case 'warned':
      await io.err('  drill    a commit with a private key was seen; it only warns, because your rules observe\n');
      return 0;
    case 'not now':
      await io.err(`  drill    not possible now: ${drill.why}\n  next: finish it, then run guardrail doctor\n`);
      return 2;
    case 'passed':
    case 'broken':
      await io.err(
        `guardrail: the drill failed, so this clone is NOT guarded: ${drill.why}\n  next: guardrail doctor\n`,
      );
      return 2;
  }
}
