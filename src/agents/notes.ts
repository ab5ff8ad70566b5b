import type { Actor } from '../model/actor.ts';
import type { Agent } from './agent.ts';
import { agents } from './index.ts';
import { vendorOfModel } from './model-vendor.ts';
import { asAgent, asUnknown } from './suspects.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * Two forms. `refs/notes/ai` (git-ai: specs/git_ai_standard_v3.0.0.md): attestations, a line `---`, and JSON that says
 * `"agent_id": {"tool": "cursor", "id": "…", "model": "claude-4.5"}`. Agent Trace 0.1.0: JSON whose
 * `files[].conversations[].contributor` has a `type` and a `model_id`, and whose `tool.name` wrote it.
 */
export function suspectsOfNote(note: string): readonly Actor[] {
  const json = parse(note);
  if (json === null) return [asUnknown(['a note of attribution that cannot be read'])];
  const session = objects(json, 'agent_id').map(suspectOfAgentId);
  const tool = text(record(json['tool'])['name']);
  const trace = objects(json, 'contributor').flatMap((contributor) => suspectOfContributor(contributor, tool));
  return [...session, ...trace];
}

function suspectOfAgentId(id: Json): Actor {
  const tool = text(id['tool']);
  const model = text(id['model']);
  return named(tool, model, `note: ${tool} with ${model || 'no model named'}`, text(id['id']) || null);
}

function suspectOfContributor(contributor: Json, tool: string): readonly Actor[] {
  const type = text(contributor['type']);
  const model = text(contributor['model_id']);
  return type === 'human'
    ? []
    : [named(tool, model, `trace: ${type || 'a contributor'} with ${model || 'no model'}`, null)];
}

function named(tool: string, model: string, evidence: string, session: string | null): Actor {
  const agent = agentCalled(tool);
  const vendors = vendorsOfModel(model, agent?.vendors ?? ['unknown']);
  return agent ? asAgent(agent, evidence, { vendors, session }) : asUnknown([evidence], { vendors, session });
}

/** The agent that goes by exactly this name. */
export function agentCalled(name: string): Agent | undefined {
  const wanted = name.trim().toLowerCase();
  return agents.find(
    ({ id, title, aliases = [] }) => id === wanted || title.toLowerCase() === wanted || aliases.includes(wanted),
  );
}

export function vendorsOfModel(model: string, otherwise: readonly string[]): readonly string[] {
  const vendor = vendorOfModel(model);
  return vendor === null ? otherwise : [vendor];
}

function parse(note: string): Json | null {
  const json = note.startsWith('{') ? note : note.slice(note.search(/^---$/m) + '---'.length);
  try {
    const parsed: unknown = JSON.parse(json);
    return isRecord(parsed) ? parsed : null;
  } catch {
    return null; // said by the caller: an unreadable note is a suspect of its own
  }
}

/** Every object under this key, however deep: the two standards nest differently and still move. */
function objects(value: unknown, key: string, depth = 0): readonly Json[] {
  if (depth > 12) return [];
  if (Array.isArray(value)) return value.flatMap((item: unknown) => objects(item, key, depth + 1));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, item]) =>
    name === key && isRecord(item) ? [item] : objects(item, key, depth + 1),
  );
}

function record(value: unknown): Json {
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
