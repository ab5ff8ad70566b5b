import type { ActorKind } from '../model/actor.ts';
import type { Assurance, Need } from '../model/approval.ts';
import type { Node } from '../model/document.ts';
import { type Level, levels } from '../model/level.ts';
import { didYouMean } from './nearest.ts';
import { type Reader, readFields, readMap, readNumber, readText, readWord } from './read.ts';

/** What a rule says to each kind of actor, and what an `ask` of it demands. */
export type Sentence = { readonly level: Level; readonly need: Need };
export type Sentences = Readonly<Record<ActorKind, Sentence>>;

export const actorKinds: readonly ActorKind[] = ['agent', 'human', 'bot', 'unknown'];
export const assurances: readonly Assurance[] = ['A0', 'A1', 'A2', 'A3', 'A4'];
export const anybody: Need = { people: 1, of: null, assurance: 'A0' };

/** `deny`, `{agent: deny, human: ask}`, or in place of `ask`: `{ask: {people: 2, of: dba, assurance: A2}}`. */
export function readSentences(reader: Reader, node: Node, people: readonly string[]): Sentences {
  if (node.kind === 'value' || isAsk(node)) return forEveryone(readSentence(reader, node, people));
  const map = readMap(reader, node, 'then');
  const found = new Map<string, Sentence>();
  for (const { key, line, value } of map.entries) {
    if (actorKinds.some((kind) => kind === key)) found.set(key, readSentence(reader, value, people));
    else reader.report(line, `then: "${key}" is no kind of actor${didYouMean(key, actorKinds)}`);
  }
  const agent = found.get('agent');
  if (agent === undefined)
    reader.report(node.line, 'then needs a level for "agent": the kinds that are left out get it');
  const rest = agent ?? { level: 'deny', need: anybody };
  return {
    agent: rest,
    human: found.get('human') ?? rest,
    bot: found.get('bot') ?? rest,
    unknown: found.get('unknown') ?? rest,
  };
}

export function forEveryone(sentence: Sentence): Sentences {
  return { agent: sentence, human: sentence, bot: sentence, unknown: sentence };
}

function isAsk(node: Node): boolean {
  return node.kind === 'map' && node.entries.length === 1 && node.entries[0]?.key === 'ask';
}

function readSentence(reader: Reader, node: Node, people: readonly string[]): Sentence {
  if (node.kind !== 'map') return { level: readWord(reader, node, 'then', levels) ?? 'deny', need: anybody };
  const ask = readFields(reader, node, 'then', ['ask']).get('ask');
  if (ask === undefined) return { level: 'ask', need: anybody };
  return { level: 'ask', need: readNeed(reader, ask.value, people) };
}

function readNeed(reader: Reader, node: Node, groups: readonly string[]): Need {
  const fields = readFields(reader, node, 'ask', ['people', 'of', 'assurance']);
  const people = fields.get('people');
  const of = fields.get('of');
  const assurance = fields.get('assurance');
  const group = of === undefined ? null : readText(reader, of.value, 'of');
  if (of !== undefined && group !== null && !groups.includes(group)) {
    reader.report(of.line, `ask: no group under "people" is called "${group}"${didYouMean(group, groups)}`);
  }
  const count = people === undefined ? 1 : readNumber(reader, people.value, 'people');
  if (people !== undefined && (!Number.isInteger(count) || count < 1)) {
    reader.report(people.line, 'ask: "people" must be 1 or more');
  }
  return {
    people: count,
    of: group,
    assurance: (assurance === undefined ? null : readWord(reader, assurance.value, 'assurance', assurances)) ?? 'A0',
  };
}
