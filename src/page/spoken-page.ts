import type { Spoken } from '../model/dashboard.ts';
import { served, type Served } from './document.ts';
import { html } from './html.ts';
import { share, when } from './numbers.ts';
import { answerForm, shownLines, wordOf, type Way } from './questions.ts';
import { table } from './table.ts';

/** One ruling or finding: what was said, of which lines, and what people said of it. */
export function spokenPage(
  { statement, evidence, past }: Spoken,
  how: Served & { readonly csrf: string | null },
): string {
  const { id, kind, of, path, line, subject, label } = statement;
  const way: Way | null = how.csrf === null ? null : { base: how.base, csrf: how.csrf };
  const title = evidence.said === '' ? (evidence.title === '' ? subject : evidence.title) : evidence.said;
  const words = past.map(({ ts, rater, says, because, counts, chance }) => [
    when(ts),
    rater,
    wordOf(kind, says),
    html`<span class="prose">${because === '' ? '–' : because}</span>`,
    chance === null ? 'volunteered' : `asked, chance ${share(chance)}`,
    counts ? 'yes' : 'no',
  ]);
  const body = html`<main id="main" tabindex="-1">
    <p><a href="${how.base}/">Back to the page</a></p>
    <h1><bdi>${title}</bdi></h1>
    <p class="quiet">${id} · <bdi>${of}</bdi> · <bdi>${path}</bdi>${line === null ? '' : `:${line}`}</p>
    <section aria-labelledby="said">
      <h2 id="said">What was said</h2>
      <dl>
        ${factsOf({ statement, evidence, past }).map(
          ([name, value]) =>
            html`<dt>${name}</dt>
              <dd><bdi>${value}</bdi></dd>`,
        )}
      </dl>
    </section>
    <section aria-labelledby="diff">
      <h2 id="diff">In the diff</h2>
      ${shownLines(evidence.shown, line, `Lines of ${id}`)}
    </section>
    <section aria-labelledby="labels">
      <h2 id="labels">What people said of it</h2>
      <p>${label === null ? 'Nobody has said yet.' : `Last: ${wordOf(kind, label.says)}.`}</p>
      ${table('Every answer, the last of each person counts', ['when (UTC)', 'who', 'said', 'because', 'how', 'counts'], words)}
      ${
        way === null
          ? html``
          : html`<article class="question" data-question="${id}">
              <h3 tabindex="-1">Was it right?</h3>
              ${answerForm(statement, way)}
            </article>`
      }
    </section>
  </main>`;
  return served(`guardrail ${id}`, how, body);
}

function factsOf({ statement, evidence }: Spoken): readonly (readonly [string, string])[] {
  const { by, became, refuses, confidence, criterion, spec, first, last, branch } = statement;
  const voice = by.kind === 'rule' ? 'a rule' : by.kind === 'detector' ? by.detector : `${by.vendor} ${by.identity}`;
  const facts: readonly (readonly [string, string | null])[] = [
    ['said by', voice],
    ['because', evidence.because],
    ['the rule or failure model', evidence.title],
    ['why it is there', evidence.why],
    ['what was asked', evidence.asks],
    ['change by', evidence.author],
    ['branch', branch],
    ['stood in the way', refuses ? 'yes' : 'no'],
    ['confidence', confidence === null ? null : share(confidence)],
    ['criterion', criterion === null ? null : `${criterion}${spec === null ? '' : ` of ${spec}`}`],
    ['became', became],
    ['first and last said (UTC)', `${when(first)}, ${when(last)}`],
  ];
  return facts.flatMap(([name, value]) => (value === null || value === '' ? [] : [[name, value] as const]));
}
