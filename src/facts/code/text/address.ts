import type { Path } from '../../../model/change.ts';
import type { Certainty } from '../../secret-files.ts';
import type { Sighting } from '../sighting.ts';
import { placeOf } from '../where.ts';
import { type Line, MOST_LETTERS, seen } from './lines.ts';

/** What is written to a model or a reviewer in other places than a product that is made of prompts. */
const ABOUT_PROMPTS =
  /prompt|inject|jailbreak|guardrail|llm|agent|assistant|chat|openai|anthropic|claude|gemini|copilot|red-?team|moderation|eval|reviewer|failure-model|detector|security-rules|attack|adversar|transcript|conversation|(^|\/)(AGENTS|CLAUDE|GEMINI|SKILL)\.md$|\.mdc$|\.cursor|\.github\/copilot/i;
export const PROSE: RegExp = /\.(md|mdx|rst|txt|adoc|html?|tex|ipynb|po|csv)$/i;

type Phrase = readonly [
  how: 'instruction' | 'verdict' | 'authority',
  pattern: RegExp,
  certainty: Certainty,
  because: string,
  /** Without this in the line too, it is only possible: products for agents speak of models all day. */
  beside?: RegExp,
];

const WHO = '(?:ai|llm|gpt|automated|language[ -]model|copilot|claude|chatgpt|code[ -]review(?:er)?)';

/** The first that fits a line. Each asks for two things at once: who is spoken to, and what he is to do. */
const PHRASES: readonly Phrase[] = [
  [
    'instruction',
    /\b(?:ignore|disregard|forget|override)\s+(?:all\s+|any\s+)?(?:the\s+|your\s+|my\s+)?(?:previous|prior|above|preceding|earlier|other)\s+(?:instructions?|prompts?|rules?|guidelines|directives|context)\b/i,
    'certain',
    'it tells a model to forget what it was told',
  ],
  [
    'instruction',
    new RegExp(
      `\\b(?:note|attention|important|message|instructions?|hint|hey|dear)\\b.{0,20}\\b(?:to|for)\\s+(?:the\\s+|all\\s+|any\\s+)?(?:${WHO}[\\s-]*)+(?:reviewers?|models?|agents?|assistants?|systems?|tools?|bots?|scanners?)?`,
      'i',
    ),
    'certain',
    'it speaks to a model that reads it',
    /\breviewers?\b|\bscanners?\b|\b(?:to|for)\b.*\b(?:approve|ignore|skip|disregard|do not|don.t|must|should|please|treat|consider|trust|accept|assume|flag|report|pass|is safe|no issues?)\b/i,
  ],
  [
    'instruction',
    new RegExp(
      `\\bas\\s+an?\\s+(?:${WHO}[\\s-]*)(?:reviewers?|models?|agents?|assistants?)\\b.{0,40}\\b(?:must|should|shall|need|have to|do not|approve|ignore|skip)\\b`,
      'i',
    ),
    'certain',
    'it tells a model what to do',
  ],
  [
    'instruction',
    new RegExp(
      `\\b(?:if you are|you are)\\s+an?\\s+(?:${WHO}[\\s-]*)(?:reviewers?|models?|agents?|assistants?)?\\b.{0,60}\\b(?:approve|ignore|skip|do not|don.t|respond|report|flag|pass)\\b`,
      'i',
    ),
    'certain',
    'it tells a model what to do',
  ],
  [
    'instruction',
    new RegExp(
      `\\b(?:${WHO}[\\s-]*)?reviewers?\\s*[:,;-]?\\s*(?:please\\s+|you\\s+)?(?:(?:must|should|can|may)\\s+)?(?:ignore|skip|approve|do not (?:report|flag|comment|review|block)|don.t (?:report|flag|comment|review|block)|disregard|pass)\\b`,
      'i',
    ),
    'likely',
    'it tells the reviewer what to do',
  ],
  [
    'instruction',
    /\b(?:do not|don.t|never|please do not)\s+(?:report|flag|mention|raise|block)\s+(?:this|the|any|these|it|anything)?\s*(?:as\s+)?(?:an?\s+)?(?:issues?|findings?|vulnerabilit(?:y|ies)|problems?|bugs?|concerns?|warnings?|hunk|file|change|commit|diff|below|above|here)\b/i,
    'likely',
    'it asks for a finding to be left out',
    /\b(?:findings?|vulnerabilit(?:y|ies)|hunk|diff|commit|review\w*|scanners?|ai|llm|models?|bots?)\b/i,
  ],
  [
    'instruction',
    /\b(?:skip|omit|exclude|bypass)\s+(?:the\s+)?(?:security\s+|code\s+)?review\s+(?:of|for|on)\s+(?:this|the following)\b/i,
    'likely',
    'it asks not to be reviewed',
  ],
  [
    'instruction',
    /<\|(?:im_start|im_end|system|user|assistant|endoftext)\|>|\[\/?INST\]|<<\/?SYS>>|^\W*<\/?(?:system|system_prompt|system-reminder|assistant|developer)>|^\W*###\s*(?:Instructions?|System|New instructions?|Override)\s*:/i,
    'likely',
    'it looks like a turn of a conversation with a model',
    /^\W*(?:<\||\[\/?INST|<<\/?SYS|<\/?(?:system|assistant|developer)|###)|\b(?:approve|ignore|disregard|review|verdict|findings?|you (?:are|must|should|will))\b/i,
  ],
  [
    'verdict',
    /["']?(?:verdict|decision|review_?result|assessment)["']?\s*[:=]\s*["'](?:approved?|clean|pass(?:ed)?|lgtm|no[ _]issues?|safe)["']/i,
    'likely',
    'it holds the verdict of a review',
    /\b(?:findings|issues|comments|coverage)\b|review|\b(?:lgtm|approved?|no[ _]issues?)\b.*\b(?:safe|merge|change|diff|code)\b|^\W*\{?\W*(?:verdict|review_?result)\b/i,
  ],
  [
    'verdict',
    /["']?findings["']?\s*:\s*\[\s*\]\s*,?\s*["']?(?:verdict|summary|approved|status|coverage)\b/i,
    'likely',
    'it holds the answer of a review',
  ],
  [
    'verdict',
    /\b(?:LGTM|looks good to me)\b[\s,.;:!-]*(?:approved|ship it|merge|no (?:issues|findings|changes))|\b(?:this|the) (?:change|code|diff|pr|commit|patch|file|function) (?:is|has been|was) (?:already |fully |thoroughly )*(?:approved|reviewed and approved|verified|audited|cleared)\b/i,
    'likely',
    'it says that it was approved',
  ],
  [
    'authority',
    /\b(?:approved|verified|cleared|audited|signed[ -]off|pre-?approved|whitelisted|reviewed) (?:and \w+ )?by (?:the )?(?:security|legal|compliance|infosec|appsec|sec(?:urity)?[ -]?(?:team|ops)|senior|lead|ciso|cto|management|audit|architecture)\b/i,
    'likely',
    'it claims that somebody of rank has approved it',
  ],
  [
    'authority',
    /\b(?:security|compliance|infosec|appsec|legal)(?:[ -]team)? (?:has |have |already )*(?:approved|verified|reviewed|cleared|signed off|audited) (?:this|the|it)\b/i,
    'likely',
    'it claims that somebody of rank has approved it',
  ],
];

/** Cheap to ask of a whole text before any line is held against the phrases. */
const SNIFF =
  /ignore|disregard|forget|override|review|report|flag|mention|approved|verified|audited|cleared|signed|LGTM|looks good|<\||\[\/?INST|<<\/?SYS|<\/?(?:system|assistant|developer)|###|verdict|decision|assessment|findings|\b(?:ai|llm|gpt|copilot|claude|automated)\b/i;

export function addressed(path: Path, lines: readonly Line[]): readonly Sighting[] {
  const isProse = PROSE.test(path);
  const mild = ABOUT_PROMPTS.test(path) || placeOf(path) === 'test';
  let hidden = false;
  return lines.flatMap((line): readonly Sighting[] => {
    const text = line.text.slice(0, MOST_LETTERS);
    const isUnseen = isProse && (hidden || text.includes('<!--'));
    hidden = isProse && staysHidden(text, hidden);
    if (!SNIFF.test(text)) return [];
    const found = PHRASES.find(([, pattern]) => pattern.test(text));
    if (!found) return [];
    const [how, pattern, , because] = found;
    const words = (pattern.exec(text)?.[0] ?? '').trim().slice(0, 80);
    const certainty = isQuoted(text, words) || mild ? 'possible' : sureOf(text, words, found, { isProse, isUnseen });
    return [seen(line, { kind: 'code.address', how, name: words, certainty, because })];
  });
}

function sureOf(
  text: string,
  words: string,
  [how, pattern, first, , beside]: Phrase,
  { isProse, isUnseen }: { readonly isProse: boolean; readonly isUnseen: boolean },
): Certainty {
  if (beside?.test(text) === false || isWanted(text, pattern)) return 'possible';
  // who reads the page does not see it: it is meant for whoever reads the file
  if (isUnseen) return 'likely';
  if (!isProse) return isCode(text, how) ? 'possible' : first;
  // how reviewers are to work is what such pages are written for
  if (how !== 'instruction' || (first === 'likely' && /review/i.test(words))) return 'possible';
  return 'likely';
}

/** Whether a comment of Markdown or HTML is still open behind this line. */
function staysHidden(text: string, hidden: boolean): boolean {
  const [opens, closes] = [text.lastIndexOf('<!--'), text.lastIndexOf('-->')];
  return opens === closes ? hidden : opens > closes;
}

/** `must be reviewed by security`, `unless approved by legal`: that it was is not said. */
function isWanted(text: string, pattern: RegExp): boolean {
  const at = pattern.exec(text)?.index ?? 0;
  return /\b(?:be|being|get|gets|unless|until|if|when|once|not|never|requires?|needs?|without)\s+(?:\w+\s+)?$/i.test(
    text.slice(Math.max(0, at - 40), at),
  );
}

/** A verdict in a program's own words is data of that program: `if (verdict === 'clean')`. */
function isCode(text: string, how: string): boolean {
  return (how === 'verdict' || how === 'authority') && !/(\/\/|#|\/\*|^\s*\*|<!--|--\s|"""|''')/.test(text);
}

/** Words that are shown and not said. */
function isQuoted(text: string, words: string): boolean {
  const at = text.indexOf(words);
  return /[`"“'«]$/.test(text.slice(0, at).trimEnd()) && /^[.!,]?\s*[`"”'»]/.test(text.slice(at + words.length));
}
