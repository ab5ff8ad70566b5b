import type { Actor } from '../model/actor.ts';
import { actorOf } from './identity.ts';
import { agents } from './index.ts';
import { agentCalled, vendorsOfModel } from './notes.ts';
import { asAgent, asHuman, asUnknown, type Identity } from './suspects.ts';
import { readFooter, type Trailer } from './trailers.ts';

/** Every suspect that the footer of a commit message names. */
export function suspectsOfMessage(message: string): readonly Actor[] {
  const footer = readFooter(message);
  return [...footer.trailers.flatMap(suspectsOfTrailer), ...footer.lines.flatMap(suspectsOfLine)];
}

const COAUTHORS = new Set(['co-authored-by', 'co-developed-by']);
const ATTRIBUTIONS = new Set([
  'assisted-by',
  'ai-assisted-by',
  'generated-by',
  'generated-with',
  'made-with',
  'written-with',
  'ai-agent',
]);

function suspectsOfTrailer(trailer: Trailer): readonly Actor[] {
  const { key, value, line } = trailer;
  const own = agents.find(({ trailers = [] }) => trailers.includes(key));
  if (own) return [asAgent(own, line, { session: /(?:session_|T-)[\w-]+/.exec(value)?.[0] ?? null })];
  if (COAUTHORS.has(key)) return coauthor(value, line);
  if (key === 'signed-off-by') return actorOf(identityOf(value), line).filter(({ kind }) => kind !== 'human');
  return ATTRIBUTIONS.has(key) ? attributed(value, line) : [];
}

/** `OpenAI Codex` without an address is seen too: then the whole name must be known, and else it is a person's. */
function coauthor(value: string, line: string): readonly Actor[] {
  const identity = identityOf(value);
  if (identity.email !== null) return actorOf(identity, 'co-author').map((actor) => ({ ...actor, evidence: [line] }));
  const agent = agentCalled(value);
  return [agent ? asAgent(agent, line) : asHuman(identity, [line])];
}

/** `Made-with: Cursor`, and the kernel's `Assisted-by: Claude:claude-opus-4 coccinelle`. */
function attributed(value: string, line: string): readonly Actor[] {
  const identity = identityOf(value);
  if (identity.email !== null) return coauthor(value, line);
  const [name = '', model = ''] = value.split(/[:(]/, 2).map((part) => part.trim());
  const agent = agentCalled(value) ?? agentCalled(name);
  const vendors = vendorsOfModel(model === '' ? name : model, agent?.vendors ?? ['unknown']);
  return [agent ? asAgent(agent, line, { vendors }) : asUnknown([line], { vendors })];
}

function identityOf(value: string): Identity {
  const [, name = '', email] = /^(.*?)\s*<([^<>]*)>\s*$/.exec(value) ?? [];
  return email === undefined ? { name: value.trim() || null, email: null } : { name: name || null, email };
}

function suspectsOfLine(line: string): readonly Actor[] {
  const agent = agents.find(({ lines = [] }) => lines.some((pattern) => pattern.test(line)));
  return agent ? [asAgent(agent, line)] : [];
}
