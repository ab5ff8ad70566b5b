import { languageOfPath } from '../../../model/language.ts';
import { redact } from '../../../model/redact.ts';
import { escapeText } from '../../../speak/escape.ts';
import type { Gathered } from './draft.ts';
import type { Postmortem } from './postmortem.ts';
import type { Lesson, Pair } from './read-source.ts';
import { yamlText } from './write-yaml.ts';

/** The draft as YAML: what is known stands there, and what it means is left to a person. */
export function writeDraft(
  id: string,
  { origin, lesson, postmortem }: Gathered,
  pairs: readonly Pair[],
  facts: readonly string[],
): string {
  const languages = [...new Set(pairs.flatMap(({ path }) => languageOfPath(path) ?? []))];
  const hint = (text: string): string => (text === '' ? '' : ` (${text})`);
  const quoted = (text: string): string =>
    JSON.stringify(escapeText(redact(text.replaceAll(/\s+/g, ' '))).slice(0, 480));
  return [
    ...comments(lesson, postmortem),
    `failure-model: ${id}`,
    `title: ${quoted(`TODO: in one sentence, what goes wrong${hint(postmortem?.title ?? firstLine(lesson?.message ?? ''))}`)}`,
    'trigger: "TODO: when does it happen?"',
    `symptom: ${quoted(`TODO: what does the diff show?${hint(postmortem?.cause ?? '')}`)}`,
    `fix: ${quoted(`TODO: what should the author do instead?${hint(postmortem?.remedy ?? '')}`)}`,
    'question: "TODO: what is the reviewer to find out?"',
    'evidence: "TODO: which lines must be quoted before it counts?"',
    'severity: medium # TODO: high, medium or low',
    'blocks: never # TODO: never, detector, reviewer or both',
    ...(languages.length === 0
      ? []
      : ['# TODO: is that when it is asked?', `applies: { languages: [${languages.join(', ')}] }`]),
    ...facts.map((fact) => `# TODO: a fact that is stated of the bad example: detector: ${fact}`),
    `origin: ${quoted(origin)}`,
    'cases:',
    ...(pairs.length === 0 ? NO_CASES : cases(lesson, pairs)),
    '',
  ].join('\n');
}

const NO_CASES = [
  '  - name: "TODO: a change that has it"',
  '    before: {}',
  '    after: { src/a.ts: "" }',
  '    expect: asked',
  '  - name: "TODO: the change that only looks like it"',
  '    before: { src/a.ts: "" }',
  '    after: {}',
  '    expect: quiet',
];

function cases(lesson: Lesson | null, pairs: readonly Pair[]): readonly string[] {
  const isRevert = lesson?.how === 'revert';
  const side = (key: 'wrong' | 'right'): readonly string[] =>
    pairs.flatMap((pair) =>
      pair[key] === '' ? [] : [`      ${JSON.stringify(pair.path)}: ${yamlText(pair[key], 6)}`],
    );
  const files = (name: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [`    ${name}: {}`] : [`    ${name}:`, ...lines];
  return [
    `  - name: ${JSON.stringify(isRevert ? 'TODO: what was reverted' : 'TODO: what was fixed, brought back')}`,
    ...files('before', side('right')),
    ...files('after', side('wrong')),
    '    expect: asked',
    `    # TODO: the line that is wrong, for scoring reviewers: wrong: "${pairs[0]?.path ?? 'src/a.ts'}:1"`,
    `  - name: ${JSON.stringify(isRevert ? 'TODO: the revert' : 'TODO: the fix')}`,
    ...files('before', side('wrong')),
    ...files('after', side('right')),
    '    expect: quiet',
  ];
}

function comments(lesson: Lesson | null, postmortem: Postmortem | null): readonly string[] {
  const said = [
    'Drafted by guardrail from an incident. Each TODO is for a person to decide; lint names those that are left.',
    ...(lesson === null
      ? []
      : [`${lesson.how === 'revert' ? 'Reverted' : 'Changed'} by: ${lesson.commits.slice(0, 10).join('; ')}`]),
    ...(lesson?.message ?? '')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .slice(0, 20),
    ...(postmortem === null ? [] : told(postmortem)),
  ];
  return said.map((line) => `# ${escapeText(redact(line)).slice(0, 200)}`);
}

function told({ headings, timeline, paths }: Postmortem): readonly string[] {
  return [
    `The postmortem has: ${headings.join(' / ')}`,
    ...(paths.length === 0 ? [] : [`It names: ${paths.slice(0, 20).join(', ')}`]),
    ...timeline.map((line) => `  ${line}`),
  ];
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
