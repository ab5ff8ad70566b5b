import { redact } from '../model/redact.ts';
import type { Level } from '../model/level.ts';
import type { Ruling, Verdict } from '../model/verdict.ts';
import { escapeText, sayJson } from './escape.ts';
import { reviewResults } from './sarif-review.ts';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
/** GitHub takes 25,000 results a run and shows 5,000. */
const MOST = 5000;

/** SARIF 2.1.0: one run, one rule per ruling rule, fingerprints that survive moved lines (the ruling's id). */
export function sarif(verdict: Verdict): string {
  const rulings = [
    ...new Map(verdict.rulings.filter(isShown).map((ruling) => [`${ruling.id} ${ruling.level}`, ruling])).values(),
  ];
  const rules = [...new Map(rulings.map((ruling) => [ruling.rule, ruling])).values()];
  const positions = new Map(rules.map((ruling, index) => [ruling.rule, index]));
  const reviewed = reviewResults(verdict.reviews, rules.length, uriOf);
  const results = [
    ...rulings.map((ruling) => describeResult(ruling, positions.get(ruling.rule) ?? 0)),
    ...reviewed.results,
  ];
  return sayJson(
    {
      $schema: SCHEMA,
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'guardrail',
              semanticVersion: verdict.engine,
              version: verdict.engine,
              rules: [...rules.map(describeRule), ...reviewed.rules],
            },
          },
          automationDetails: { id: `guardrail/${verdict.inlet}` },
          invocations: [
            {
              executionSuccessful: true,
              toolExecutionNotifications: [
                ...[...verdict.notes, ...reviewed.notes].map((note) => ({
                  level: 'note',
                  message: { text: shown(note) },
                })),
                ...verdict.coverage.unread.map((unread) => ({
                  level: 'warning',
                  message: { text: shown(`could not read ${unread.what}: ${unread.why}`) },
                })),
              ],
            },
          ],
          columnKind: 'utf16CodeUnits',
          results: results.slice(0, MOST),
          properties: { verdict: verdict.level, rules: verdict.rules, truncated: Math.max(0, results.length - MOST) },
        },
      ],
    },
    1,
  );
}

function isShown(ruling: Ruling): boolean {
  return ruling.level !== 'allow';
}

function describeRule(ruling: Ruling): object {
  return {
    id: ruling.rule,
    name: ruling.rule,
    shortDescription: { text: ruling.rule },
    fullDescription: { text: ruling.why === '' ? ruling.rule : ruling.why },
    help: { text: ruling.instead === '' ? 'See the policy.' : ruling.instead },
    properties: { policy: ruling.policy, source: `${ruling.source.file}:${ruling.source.line}` },
  };
}

function describeResult(ruling: Ruling, ruleIndex: number): object {
  const { path, range } = ruling.fact.where;
  return {
    ruleId: ruling.rule,
    ruleIndex,
    level: severity(ruling.level),
    message: { text: shown([ruling.say, ruling.instead].filter((text) => text !== '').join(' ')) || ruling.rule },
    partialFingerprints: { 'guardrailRuling/v1': ruling.id },
    ...(path === ''
      ? {}
      : {
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: uriOf(redact(path)) },
                ...(range === null
                  ? {}
                  : { region: { startLine: Math.max(1, range.from), endLine: Math.max(1, range.from, range.to) } }),
              },
            },
          ],
        }),
    properties: {
      subject: shown(ruling.fact.subject),
      kind: ruling.fact.kind,
      commits: ruling.fact.commits.slice(0, 20),
    },
  };
}

/** What a stranger wrote: escaped, and without secrets. */
function shown(text: string): string {
  return redact(escapeText(text));
}

function severity(level: Level): 'none' | 'note' | 'warning' | 'error' {
  switch (level) {
    case 'allow':
      return 'none';
    case 'warn':
      return 'warning';
    case 'ask':
    case 'deny':
      return 'error';
  }
}

/** A relative URI; bytes that are not UTF-8 (U+DC80..U+DCFF here) become their percent escapes. */
export function uriOf(path: string): string {
  let uri = '';
  for (const char of path) {
    const code = char.codePointAt(0) ?? 0;
    if (code >= 0xdc80 && code <= 0xdcff) uri += `%${(code - 0xdc00).toString(16).toUpperCase()}`;
    else if (code >= 0xd800 && code <= 0xdfff) uri += '%EF%BF%BD';
    else uri += char === '/' ? '/' : encodeURIComponent(char);
  }
  return uri;
}
