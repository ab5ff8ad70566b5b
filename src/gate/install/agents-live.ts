import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { readBytes } from '../../system/files.ts';
import { findProgram } from '../../system/find-program.ts';
import type { Environment } from '../../system/git.ts';
import { userPaths } from '../../system/paths.ts';
import { runProgram } from '../../system/process.ts';
import { openScriptedModel, type Step } from '../../system/scripted-model.ts';
import { userFile, type Wired } from './agents-find.ts';
import type { Recipe } from './agents-recipes.ts';

/** What became of a call that the real agent was made to try. */
export type Outcome =
  | { readonly kind: 'refused'; readonly says: string }
  /** Stopped, but only because guardrail itself failed: so would everything else be. */
  | { readonly kind: 'failed'; readonly says: string }
  | { readonly kind: 'ran'; readonly says: string }
  | { readonly kind: 'could not look'; readonly why: string };

const DESTROY = 'terraform destroy -auto-approve';
const PATIENCE = 90_000;
/** What the shim, the command line and the hosts say when they could not look. */
const FAILED = /nothing was let through|was not judged|could not judge|nothing was run|exited with code|hook errored/;

/**
 * Starts the agent that is installed here with the hooks of this user, lets a model on 127.0.0.1 ask for a destruction, and looks
 * whether it was refused. The folder is empty, and `terraform` is a script of ours that leaves a mark and does nothing.
 */
export async function tryAgent(agent: Wired, recipe: Recipe, env: Environment): Promise<Outcome> {
  const program = findProgram(recipe.program, env);
  if (program === null) return { kind: 'could not look', why: `${recipe.program} is not in PATH` };
  const hooks = await hooksOf(agent, env);
  if (hooks === null) return { kind: 'could not look', why: 'its settings hold no hooks of ours' };
  const { state } = userPaths(env);
  await mkdir(state, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(state, 'live-')); // not below /tmp: there Codex refuses to have a home
  try {
    return await tryIn(folder, { agent, recipe, program, hooks, env });
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function hooksOf({ host }: Wired, env: Environment): Promise<string | null> {
  const [settings] = host.settings;
  const path = settings === undefined ? null : userFile(settings, env);
  return path === null ? null : ((await readBytes(path))?.toString('utf8') ?? null);
}

type Trial = {
  readonly agent: Wired;
  readonly recipe: Recipe;
  readonly program: string;
  readonly hooks: string;
  readonly env: Environment;
};

async function tryIn(folder: string, trial: Trial): Promise<Outcome> {
  const [mark, bin] = [join(folder, 'ran'), join(folder, 'bin')];
  await put(join(bin, 'terraform'), `#!/bin/sh\necho ran >'${mark}'\necho 'Destroy complete!'\n`, 0o755);
  const ran = await runAgent(folder, { ...trial, steps: [trial.recipe.command(DESTROY)], path: [bin] });
  const said = ran.results[0] ?? '';
  if (existsSync(mark)) return { kind: 'ran', says: said };
  if (FAILED.test(said)) return { kind: 'failed', says: said };
  if (/guardrail/i.test(said)) return { kind: 'refused', says: said };
  const why =
    said === '' ? `it never used the tool: ${ran.output.slice(0, 300)}` : `it answered: ${said.slice(0, 300)}`;
  return { kind: 'could not look', why };
}

export type AgentRun = {
  readonly code: number | null;
  readonly output: string;
  /** What the agent told the model of each tool. */
  readonly results: readonly string[];
  readonly tools: readonly string[];
};

/** INVARIANT: it knows nothing of this machine but PATH: no key, no endpoint and no proxy of the user reaches it. */
export async function runAgent(
  folder: string,
  {
    agent,
    recipe,
    program,
    hooks,
    env,
    steps,
    path,
  }: Trial & { readonly steps: readonly Step[]; readonly path: readonly string[] },
): Promise<AgentRun> {
  const [home, work] = [join(folder, 'home'), join(folder, 'work')];
  await mkdir(work, { recursive: true });
  const model = await openScriptedModel(steps);
  try {
    const settings = agent.host.settings[0]?.user ?? null;
    if (settings !== null) await put(join(home, settings), recipe.settings(hooks), 0o600);
    for (const [name, text] of Object.entries(recipe.files(model.url))) await put(join(home, name), text, 0o600);
    // Codex starts a login shell, which makes PATH anew from the files of its home
    const profile = `PATH='${path.join(delimiter)}':"$PATH"\nexport PATH\n`;
    for (const name of ['.profile', '.zprofile']) await put(join(home, name), profile, 0o600);
    const known = { PATH: [...path, env['PATH'] ?? ''].join(delimiter), HOME: home, TERM: 'dumb', LANG: 'C.UTF-8' };
    const token = env['GUARDRAIL_TOKEN'] === undefined ? {} : { GUARDRAIL_TOKEN: env['GUARDRAIL_TOKEN'] };
    const ran = await runProgram(program, recipe.args, {
      cwd: work,
      env: { ...known, ...token, ...recipe.variables(model.url, home) },
      milliseconds: PATIENCE,
    });
    const results = model.heard.flatMap((one) => (one.results.length > 0 ? [one.results] : [])).at(-1) ?? [];
    const tools = model.heard.find((one) => one.tools.length > 0)?.tools ?? [];
    return { code: ran.code, output: `${ran.stdout.toString('utf8')}${ran.stderr}`, results, tools };
  } finally {
    await model.close();
  }
}

async function put(path: string, text: string, mode: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text, { mode });
}
