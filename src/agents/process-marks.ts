import type { Actor } from '../model/actor.ts';
import type { Agent } from './agent.ts';
import { actorOf } from './identity.ts';
import { agents } from './index.ts';
import { agentCalled } from './notes.ts';
import { asAgent, asUnknown, type Identity } from './suspects.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** Every suspect that a process shows: in its variables, in the processes above it, in the address git is told to use. */
export function suspectsOfProcess(env: Variables, ancestry: readonly string[], user: Identity): readonly Actor[] {
  return [...announced(env), ...marked(env), ...above(ancestry), ...configured(user)];
}

/** `AI_AGENT=claude-code@2.1`, `AI_AGENT=goose`: an agent that names itself, or only says that it is one. */
function announced(env: Variables): readonly Actor[] {
  const value = env['AI_AGENT']?.trim();
  if (!isSet(value)) return [];
  const name = /^[a-z][a-z ]*(?:-[a-z]+)*/i.exec(value ?? '')?.[0] ?? '';
  const agent = agentCalled(name);
  const evidence = `AI_AGENT=${clip(value ?? '')} in the environment`;
  return [agent ? asAgent(agent, evidence, { session: sessionOf(agent, env) }) : asUnknown([evidence])];
}

function marked(env: Variables): readonly Actor[] {
  const seen = agents.flatMap((agent) =>
    (agent.env ?? [])
      .filter((marks) => Object.entries(marks).every(([name, value]) => holds(env[name], value)))
      .map((marks) => asAgent(agent, `${spell(marks, env)} in the environment`, { session: sessionOf(agent, env) })),
  );
  return seen;
}

function holds(actual: string | undefined, wanted: string | true): boolean {
  return wanted === true ? isSet(actual) : actual === wanted;
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false'].includes(value.toLowerCase());
}

function spell(marks: Readonly<Record<string, string | true>>, env: Variables): string {
  return Object.keys(marks)
    .map((name) => `${name}=${clip(env[name] ?? '')}`)
    .join(' ');
}

/** Evidence is shown to people; a variable may hold anything. */
function clip(value: string): string {
  return value.length > 60 ? `${value.slice(0, 60)}…` : value;
}

function sessionOf(agent: Agent, env: Variables): string | null {
  return (agent.session ?? []).map((name) => env[name]).find(isSet) ?? null;
}

function above(ancestry: readonly string[]): readonly Actor[] {
  return ancestry.flatMap((commandLine) => {
    const agent = agents.find((candidate) => runs(candidate, commandLine));
    return agent ? [asAgent(agent, `${programOf(commandLine)} is a process above`)] : [];
  });
}

/** What a process executes: its program, and the script if that is an interpreter; not the files it is told to open. */
function runs({ processes = [], packages = [] }: Agent, commandLine: string): boolean {
  const script = scriptOf(commandLine);
  if (processes.includes(programOf(commandLine)) || (script !== '' && processes.includes(lastName(script))))
    return true;
  return packages.some(
    (name) => `/${script}`.includes(`/node_modules/${name}/`) || `/${script}`.includes(`/site-packages/${name}/`),
  );
}

const INTERPRETERS = /^(node|nodejs|bun|deno|python[\d.]*|npx|bunx|uvx|uv|sh|bash|zsh)$/;

function programOf(commandLine: string): string {
  return lastName(commandLine.trim().split(/\s+/, 1)[0] ?? '').replace(/^-/, '');
}

function scriptOf(commandLine: string): string {
  const [, ...words] = commandLine.trim().split(/\s+/);
  const at = words.findIndex((word) => !word.startsWith('-'));
  // a `-c` of the interpreter has text after it and no script; one that comes later belongs to the script (`node …/claude -c`)
  if (!INTERPRETERS.test(programOf(commandLine)) || words.slice(0, at).includes('-c')) return '';
  return words[at] ?? '';
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.(exe|cmd|js|mjs|cjs)$/, '');
}

/** `git config user.email`: some agents and all bots commit under an address of their own. */
function configured(user: Identity): readonly Actor[] {
  if (!user.email) return [];
  return actorOf(user, 'user').filter(({ kind }) => kind !== 'human');
}

/** What looks like an agent and is not evidence of one: said, so that nobody wonders. */
export function hints(env: Variables): readonly string[] {
  return ['CURSOR_TRACE_ID', 'REPL_ID']
    .filter((name) => isSet(env[name]))
    .map((name) => `${name} is set in a terminal where a person may sit`);
}
