import type { Actor } from '../model/actor.ts';
import type { Agent } from './agent.ts';
import { agents } from './index.ts';
import { vendorOfModel } from './model-vendor.ts';
import { asAgent, asHuman, asUnknown, type Identity } from './suspects.ts';

/** Who stands behind a name and an address. Whole addresses only: people work at the same domains and bear the same names. */
export function actorOf(identity: Identity, where: string): readonly Actor[] {
  const email = identity.email?.trim().toLowerCase() ?? '';
  const evidence = `${where}: ${identity.name ?? ''} <${email}>`;
  if (email === '' && !identity.name?.trim()) return [asUnknown([`${where}: no name and no address`])];
  const byAddress = actorByAddress(identity, email, evidence);
  const byName = agents.find((agent) => bears(agent, identity.name ?? ''));
  const named = byName ? [asAgent(byName, evidence, { name: identity.name })] : [];
  return [...byAddress, ...named];
}

function actorByAddress(identity: Identity, email: string, evidence: string): readonly Actor[] {
  const agent = agents.find(({ addresses = [] }) => addresses.includes(email));
  if (agent) return [asAgent(agent, evidence, { ...identity, ...vendorsOf(agent, identity.name) })];
  const app = APP.exec(email)?.groups;
  if (app) return [actorOfApp(app['login'] ?? '', app['number'], app['host'] ?? '', identity, evidence)];
  if (TOKEN.test(email)) return [{ ...asUnknown([evidence], identity), kind: 'bot', agent: 'gitlab-token' }];
  return [asHuman(identity, [])];
}

/** `49699333+dependabot[bot]@users.noreply.github.com`: no person's account has brackets. Old commits lack the number. */
const APP = /^(?:(?<number>\d+)\+)?(?<login>[a-z0-9-]+\[bot\])@users\.noreply\.(?<host>[a-z0-9.-]+)$/;
/** GitLab's access tokens commit as `project_7_bot_3f2a@noreply.example.com`; whoever holds the token may be anything. */
const TOKEN = /^(project|group)_\d+_bot(_[0-9a-f]+|\d+)?@noreply\.[a-z0-9.-]+$/;

function actorOfApp(
  login: string,
  number: string | undefined,
  host: string,
  identity: Identity,
  evidence: string,
): Actor {
  for (const agent of agents) {
    const expected = agent.apps?.[login];
    if (expected === undefined) continue;
    const fits = number === undefined || expected === null || host !== 'github.com' || Number(number) === expected;
    if (fits || agent.kind === 'agent') return asAgent(agent, evidence, identity);
    return asUnknown([`${evidence}, yet ${login} has the number ${expected}`], identity);
  }
  // an account of some app: a program for sure, but nobody here knows whether a model writes its lines
  return { ...asUnknown([evidence], identity), kind: 'bot', agent: login.slice(0, -'[bot]'.length) };
}

/** aider signs as `Ana (aider)`: both are suspects then. */
function bears(agent: Agent, name: string): boolean {
  return agent.names?.includes(name.trim()) === true || (agent.id === 'aider' && name.endsWith(' (aider)'));
}

/** `aider (gpt-5)` names the model; a vendor we already know is not taken back. */
function vendorsOf(agent: Agent, name: string | null): Partial<Actor> {
  const model = /\(([^)]+)\)/.exec(name ?? '')?.[1];
  const vendor = agent.vendors.includes('unknown') && model !== undefined ? vendorOfModel(model) : null;
  return vendor === null ? {} : { vendors: [vendor] };
}
