import { escapeText, sayJson } from '../../speak/escape.ts';
import type { Io } from '../../system/io.ts';
import { namedAgents, wirable } from './agents-find.ts';
import { tryAgent, type Outcome } from './agents-live.ts';
import { readAgentManifest } from './agents-manifest.ts';
import { type Recipe, recipes } from './agents-recipes.ts';

type Tried = { readonly agent: string; readonly outcome: Outcome };

/** `guardrail doctor --live`: 0 each was refused, 1 one ran, 2 nothing could be looked at. */
export async function tryAgents(names: readonly string[], json: boolean, io: Io): Promise<0 | 1 | 2> {
  const wired = new Set((await readAgentManifest(io.env)).entries.map((entry) => entry.agent));
  const agents = names.length > 0 ? namedAgents(names, io.env, null) : wirable.filter(({ id }) => wired.has(id));
  if (agents.length === 0) {
    await io.err('guardrail: no agent is wired, so there is nothing to try\n  next: guardrail init --agents\n');
    return 2;
  }
  const tried: Tried[] = [];
  for (const agent of agents) {
    if (!json) await io.err(`guardrail: asking ${agent.title} to destroy nothing, on this machine alone…\n`);
    const recipe = recipes.find((one) => one.agent === agent.id);
    const outcome: Outcome =
      recipe === undefined
        ? { kind: 'could not look', why: `how to start ${agent.title} without an account is not known here` }
        : await tryAgent(agent, recipe, io.env);
    tried.push({ agent: agent.id, outcome });
    if (!json) await io.out(`${line(agent.id, outcome)}${blindSpot(recipe)}`);
  }
  if (json) await io.out(`${sayJson({ v: 1, tried })}\n`);
  if (tried.some(({ outcome }) => outcome.kind === 'ran')) return 1;
  return tried.every(({ outcome }) => outcome.kind === 'refused') ? 0 : 2;
}

function line(agent: string, outcome: Outcome): string {
  switch (outcome.kind) {
    case 'refused':
      return `refused         ${agent}: ${first(outcome.says)}\n`;
    case 'failed':
      return `FAILED          ${agent}: stopped, as everything would be: ${first(outcome.says)}\n  next: guardrail doctor\n`;
    case 'ran':
      return `RAN             ${agent}: nothing stopped it, so this agent is NOT guarded\n  next: guardrail doctor, then guardrail init --agents ${agent}\n`;
    case 'could not look':
      return `could not look  ${agent}: ${first(outcome.why)}\n  next: guardrail doctor --verbose\n`;
  }
}

function blindSpot(recipe: Recipe | undefined): string {
  return recipe?.blind === undefined ? '' : `  not tried: ${recipe.blind}\n`;
}

function first(text: string): string {
  return escapeText(text.replaceAll(/\s+/g, ' ').slice(0, 200));
}
