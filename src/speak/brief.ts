import { redact } from '../model/redact.ts';
import { escapeText } from './escape.ts';

/** What an agent is told when its session begins. */
export type Brief = {
  readonly actor: string;
  readonly roles: readonly BriefRole[];
  /** Patterns of branches nobody rewrites. */
  readonly protected: readonly string[];
  /** What agents were refused here lately, most often first. */
  readonly refused: readonly { readonly rule: string; readonly title: string; readonly times: number }[];
  /** Titles of the policies that the files of this repository are likeliest to meet. */
  readonly likely: readonly string[];
  /** What reviews have found here and nobody has settled, the newest first. */
  readonly open: readonly { readonly id: string; readonly title: string; readonly place: string }[];
  /** What a review is likeliest to be asked about in files like these. */
  readonly reviewed: readonly string[];
};

export type BriefRole = {
  readonly name: string;
  readonly may: readonly string[];
  readonly mayNot: readonly string[];
};

/** About 400 tokens: four characters to one. It is read at every start, so it must be worth its room. */
export const MOST_CHARACTERS = 1600;
const LONGEST = 150;

/** Most useful first, and cut by whole lines where there is no room for more. */
export function tellBrief({ actor, roles, protected: guarded, refused, likely, open, reviewed }: Brief): string {
  const lines = [
    `guardrail judges what you (${actor}) run and edit here before it happens, and again at commit and push.`,
    ...roles.flatMap(tellRole),
    ...(guarded.length === 0
      ? []
      : [`Protected branches: ${guarded.join(', ')}. Push your work as a branch of its own.`]),
    'A refusal names the rule, the place and, after "instead", what to do; "person" is the command a human types to approve it.',
    'Unsure? guardrail explain --command "..." and guardrail check say beforehand what would be refused, and run nothing.',
    ...(refused.length === 0 ? [] : ['Refused here lately:']),
    ...refused.map(({ rule, title, times }) => `- ${title} (${rule}, ${times}x)`),
    ...(open.length === 0 ? [] : ['Found by reviews here and still open:']),
    ...open.map(({ id, title, place }) => `- ${title}, ${place} (${id})`),
    ...(likely.length === 0 ? [] : ['What agents get wrong in files like these:']),
    ...likely.map((title) => `- ${title}`),
    ...(reviewed.length === 0 ? [] : ['What a review of your work looks for:']),
    ...reviewed.map((title) => `- ${title}`),
  ].map((line) => shorten(redact(escapeText(line))));
  const fitting: string[] = [];
  let room = MOST_CHARACTERS;
  for (const line of lines) {
    room -= line.length + 1;
    if (room < 0) break;
    fitting.push(line);
  }
  return fitting.join('\n');
}

function tellRole({ name, may, mayNot }: BriefRole): readonly string[] {
  return [
    ...(may.length === 0 ? [] : [`Your role ${name} lets you touch only: ${may.join('; ')}.`]),
    ...(mayNot.length === 0 ? [] : [`Your role ${name} keeps you from: ${mayNot.join('; ')}.`]),
  ];
}

function shorten(line: string): string {
  return line.length > 2 * LONGEST ? `${line.slice(0, 2 * LONGEST - 1)}…` : line;
}
